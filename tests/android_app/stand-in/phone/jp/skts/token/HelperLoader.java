package jp.skts.token;

import java.nio.ByteBuffer;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** Loads no dex file, which is for Android's own machine: the class loader's parent has the class of that name. */
@Implements(className = "dalvik.system.InMemoryDexClassLoader")
public class HelperLoader {
    @Implementation
    protected void __constructor__(ByteBuffer dex, ClassLoader parent) {}
}
