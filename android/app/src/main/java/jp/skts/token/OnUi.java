package jp.skts.token;

import android.os.Handler;
import android.os.Looper;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For worker threads that must know how something on the UI thread went. */
final class OnUi {
    private static final int SECONDS = 5;

    private OnUi() {}

    /** False too if the UI thread is busy for so long that nobody waits any more; then it is not begun. */
    static boolean did(Callable<Boolean> what) {
        FutureTask<Boolean> task = new FutureTask<>(what);
        if (Looper.myLooper() == Looper.getMainLooper()) {
            task.run();
        } else {
            new Handler(Looper.getMainLooper()).post(task);
        }
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return false;
        } catch (TimeoutException e) {
            task.cancel(false);
            return false;
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
