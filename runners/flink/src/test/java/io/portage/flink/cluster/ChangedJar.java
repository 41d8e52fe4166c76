package io.portage.flink.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.pool.TypePool;

/**
 * The job jar of another release: the same steps, but every DoFn of Portage is a different class.
 */
final class ChangedJar {
  /** The decoder's message for {@code ### not json ###}; the other release has another message. */
  static final String OLD_MESSAGE = "not a JSON object";

  static final String NEW_MESSAGE = "not one JSON text";
  private static final String DECODER = "io/portage/decode/json/Json.class";

  private ChangedJar() {}

  /** Writes a changed copy of {@code jar} to {@code copy}. */
  static void write(Path jar, Path copy) throws IOException {
    int changed = 0;
    try (JarFile in = new JarFile(jar.toFile());
        ClassFileLocator classes =
            new ClassFileLocator.Compound(
                new ClassFileLocator.ForJarFile(in),
                ClassFileLocator.ForClassLoader.ofSystemLoader());
        OutputStream file = Files.newOutputStream(copy);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(1);
      TypePool pool = TypePool.Default.of(classes);
      Enumeration<JarEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        byte[] bytes = bytes(in, name);
        if (name.startsWith("io/portage/") && name.endsWith("Fn.class")) {
          bytes = withAnotherMethod(pool, classes, name);
          changed++;
        } else if (name.equals(DECODER)) {
          bytes = withTheNewMessage(bytes);
        }
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
      }
    }
    if (changed < 10) {
      throw new IllegalStateException("only " + changed + " classes are changed");
    }
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static byte[] withAnotherMethod(TypePool pool, ClassFileLocator classes, String entry) {
    String type = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    return new ByteBuddy()
        .redefine(pool.describe(type).resolve(), classes)
        .defineMethod("ofTheOtherRelease", void.class, Modifier.PUBLIC)
        .intercept(StubMethod.INSTANCE)
        .make()
        .getBytes();
  }

  /** Replaces the message by one of the same length, so that the class file stays valid. */
  private static byte[] withTheNewMessage(byte[] type) {
    byte[] old = OLD_MESSAGE.getBytes(StandardCharsets.US_ASCII);
    byte[] now = NEW_MESSAGE.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + old.length <= type.length; at++) {
      if (Arrays.equals(type, at, at + old.length, old, 0, old.length)) {
        byte[] changed = type.clone();
        System.arraycopy(now, 0, changed, at, now.length);
        return changed;
      }
    }
    throw new IllegalStateException("the decoder no longer has this message: " + OLD_MESSAGE);
  }
}
