package io.portage.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that a job left in a folder, and a start from one of them. */
public final class Checkpoints {
  private Checkpoints() {}

  /** Returns the newest complete checkpoint. */
  static Optional<Path> last(Path checkpoints) throws IOException {
    try (Stream<Path> all = Files.find(checkpoints, 3, (path, what) -> isComplete(path))) {
      return all.map(Path::getParent).max(Comparator.comparingInt(Checkpoints::number));
    }
  }

  /** Returns the number of the newest complete checkpoint; 0 if there is none. */
  static int lastNumber(Path checkpoints) throws IOException {
    return last(checkpoints).map(Checkpoints::number).orElse(0);
  }

  private static boolean isComplete(Path path) {
    return path.getFileName().toString().equals("_metadata");
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  /** Returns the option that starts a job from {@code checkpoint}; writes into {@code folder}. */
  static String startFrom(Path checkpoint, Path folder) throws IOException {
    Path flink = Files.createDirectory(folder.resolve("flink"));
    Files.writeString(
        flink.resolve("flink-conf.yaml"), "execution.savepoint.path: " + checkpoint.toUri() + "\n");
    return "--flinkConfDir=" + flink.toAbsolutePath();
  }

  /** Returns the files below {@code folder} that contain {@code text}. */
  public static List<Path> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      return files.filter(file -> latin(file).contains(text)).toList();
    }
  }

  private static String latin(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
