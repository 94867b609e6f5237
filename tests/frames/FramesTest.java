package jp.skts.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** FrameReader as the camera's page uses it: Y planes in direct buffers, one after the other and at once. */
final class FramesTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int THREADS = 8;

    private static int checks;

    private FramesTest() {}

    /** A symbol as qrencode drew it, and what it holds. */
    private record Symbol(String text, List<String> rows) {
        static Symbol load(Path folder, int number) throws IOException {
            String text = Files.readString(folder.resolve(number + ".text"));
            return new Symbol(text, Files.readAllLines(folder.resolve(number + ".modules")));
        }

        boolean dark(double x, double y) {
            int column = (int) Math.floor(x);
            int row = (int) Math.floor(y);
            boolean inside = row >= 0 && row < rows.size() && column >= 0 && column < rows.size();
            return inside && rows.get(row).charAt(2 * column) == '#';
        }
    }

    /** How a symbol lies before the camera. */
    private record Scene(double scale, double degrees, int noise, double shade) {}

    private static final Scene PLAIN = new Scene(7, 0, 0, 1);
    private static final Scene NOISY = new Scene(6.3, 0, 40, 0.8);
    private static final Scene ROTATED = new Scene(6.6, 7, 8, 0.9);
    private static final Scene SMALL = new Scene(4.4, -4, 4, 1);

    /** The upright picture, rows without gaps. */
    private static byte[] picture(Symbol symbol, Scene scene) {
        Random random = new Random(1);
        double middle = symbol.rows().size() / 2.0;
        double angle = Math.toRadians(scene.degrees());
        byte[] pixels = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double dx = (x + 0.5 - WIDTH / 2.0) / scene.scale();
                double dy = (y + 0.5 - HEIGHT / 2.0) / scene.scale();
                double column = dx * Math.cos(angle) + dy * Math.sin(angle) + middle;
                double row = dy * Math.cos(angle) - dx * Math.sin(angle) + middle;
                double light = 1 - (1 - scene.shade()) * x / WIDTH;
                double level = (symbol.dark(column, row) ? 40 : 215) * light;
                int grain = scene.noise() == 0 ? 0 : random.nextInt(2 * scene.noise() + 1) - scene.noise();
                pixels[y * WIDTH + x] = (byte) Math.max(0, Math.min(255, (int) level + grain));
            }
        }
        return pixels;
    }

    /** A camera's Y plane: padded rows with rubbish in the padding, the last one ending with its last pixel. */
    private record Plane(ByteBuffer luma, int width, int height, int stride, int rotation) {
        /** As a sensor delivers it whose picture must be turned by these degrees clockwise to be upright. */
        static Plane of(byte[] upright, int rotation, int padding) {
            boolean lying = rotation % 180 != 0;
            int width = lying ? HEIGHT : WIDTH;
            int height = lying ? WIDTH : HEIGHT;
            int stride = width + padding;
            ByteBuffer luma = ByteBuffer.allocateDirect(stride * (height - 1) + width);
            byte[] rubbish = new byte[luma.capacity()];
            new Random(2).nextBytes(rubbish);
            luma.put(0, rubbish);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int from = switch (rotation) {
                        case 0 -> y * WIDTH + x;
                        case 90 -> x * WIDTH + WIDTH - 1 - y;
                        case 180 -> (HEIGHT - 1 - y) * WIDTH + WIDTH - 1 - x;
                        case 270 -> (HEIGHT - 1 - x) * WIDTH + y;
                        default -> throw new IllegalArgumentException();
                    };
                    luma.put(y * stride + x, upright[from]);
                }
            }
            return new Plane(luma, width, height, stride, rotation);
        }

        String read(int turn) {
            return FrameReader.read(luma, width, height, stride, rotation, turn);
        }
    }

    private static void check(String what, Object found, Object expected) {
        checks++;
        if (expected == null ? found != null : !expected.equals(found)) {
            throw new AssertionError(what + ": found " + found + ", expected " + expected);
        }
    }

    private static void symbolsAreRead(List<Symbol> symbols) {
        for (Symbol symbol : symbols) {
            for (Scene scene : List.of(PLAIN, NOISY, ROTATED, SMALL)) {
                byte[] upright = picture(symbol, scene);
                for (int rotation = 0; rotation < 360; rotation += 90) {
                    for (int padding : new int[] {1, 64}) {
                        Plane plane = Plane.of(upright, rotation, padding);
                        check(scene + " turned by " + rotation, plane.read(rotation / 90), symbol.text());
                    }
                }
            }
        }
        Plane plane = Plane.of(picture(symbols.get(0), PLAIN), 0, 0);
        for (int turn : new int[] {0, 1, 2, 3, 4, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            check("turn " + turn, plane.read(turn), symbols.get(0).text());
        }
    }

    private static void otherFramesAreNull() {
        byte[] noise = new byte[WIDTH * HEIGHT];
        new Random(3).nextBytes(noise);
        byte[] flat = new byte[WIDTH * HEIGHT];
        byte[] squares = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (byte) ((i % WIDTH / 9 + i / WIDTH / 9) % 2 == 0 ? 20 : 230);
        }
        for (byte[] pixels : List.of(noise, flat, squares)) {
            for (int turn = 0; turn < 4; turn++) {
                check("a frame without a symbol", Plane.of(pixels, 90, 32).read(turn), null);
            }
        }
    }

    private static void wrongSizesAreNull(Symbol symbol) {
        ByteBuffer luma = Plane.of(picture(symbol, PLAIN), 0, 64).luma();
        int stride = WIDTH + 64;
        check("the right sizes", FrameReader.read(luma, WIDTH, HEIGHT, stride, 0, 0), symbol.text());
        int[][] wrong = {
            {0, HEIGHT, stride, 0}, {WIDTH, 0, stride, 0}, {WIDTH, HEIGHT, 0, 0},
            {-WIDTH, HEIGHT, stride, 0}, {WIDTH, -HEIGHT, stride, 0}, {WIDTH, HEIGHT, -stride, 0},
            {WIDTH, HEIGHT, WIDTH - 1, 0}, {WIDTH, HEIGHT + 1, stride, 0}, {WIDTH, HEIGHT, stride + 1, 0},
            {WIDTH, HEIGHT, stride, 45}, {WIDTH, HEIGHT, stride, -90}, {WIDTH, HEIGHT, stride, 360},
            {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0},
            {Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE},
            {1 << 16, 1 << 16, 1 << 16, 0}, {1, Integer.MAX_VALUE, 1, 0}, {20_000, 1, 20_000, 0},
        };
        for (int[] sizes : wrong) {
            check(List.of(sizes[0], sizes[1], sizes[2], sizes[3]).toString(),
                    FrameReader.read(luma, sizes[0], sizes[1], sizes[2], sizes[3], 0), null);
        }
        ByteBuffer shorter = luma.slice(0, luma.capacity() - 1);
        check("a last row that is not whole", FrameReader.read(shorter, WIDTH, HEIGHT, stride, 0, 0), null);
        ByteBuffer onTheHeap = ByteBuffer.allocate(luma.capacity()).put(0, luma, 0, luma.capacity());
        check("a buffer that is not direct", FrameReader.read(onTheHeap, WIDTH, HEIGHT, stride, 0, 0), null);
        check("no buffer", FrameReader.read(null, WIDTH, HEIGHT, stride, 0, 0), null);
        check("an empty buffer", FrameReader.read(ByteBuffer.allocateDirect(0), WIDTH, HEIGHT, stride, 0, 0), null);
    }

    private static void manyAtOnce(List<Symbol> symbols) throws InterruptedException, ExecutionException {
        // Every second thread reads the same buffer as its neighbour.
        List<Plane> planes = new ArrayList<>();
        symbols.forEach(symbol -> planes.add(Plane.of(picture(symbol, PLAIN), 180, 16)));
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int at = i / 2 % symbols.size();
            work.add(() -> {
                for (int turn = 0; turn < 5; turn++) {
                    String text = planes.get(at).read(turn);
                    if (!symbols.get(at).text().equals(text)) {
                        return text;
                    }
                }
                return symbols.get(at).text();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> texts = threads.invokeAll(work);
            for (int i = 0; i < THREADS; i++) {
                check("thread " + i, texts.get(i).get(), symbols.get(i / 2 % symbols.size()).text());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path folder = Path.of(arguments[0]);
        List<Symbol> symbols = new ArrayList<>();
        for (int number = 0; Files.exists(folder.resolve(number + ".text")); number++) {
            symbols.add(Symbol.load(folder, number));
        }
        check("symbols", symbols.size(), 3);
        symbolsAreRead(symbols);
        otherFramesAreNull();
        wrongSizesAreNull(symbols.get(0));
        manyAtOnce(symbols);
        System.out.println("FrameReader: " + checks + " checks passed");
    }
}
