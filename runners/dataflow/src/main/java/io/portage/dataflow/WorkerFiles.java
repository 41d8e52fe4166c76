package io.portage.dataflow;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Selects the files of this process's class path that workers need. */
final class WorkerFiles {
  /** The servers of the demo. */
  private static final Pattern NOT_NEEDED = Pattern.compile("portage-sandbox.*\\.jar");

  private WorkerFiles() {}

  /** Returns the files of {@code classPath} to stage, in its order. */
  static List<String> ofClassPath(String classPath) {
    return Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> !entry.isEmpty() && new File(entry).exists())
        .filter(entry -> !NOT_NEEDED.matcher(new File(entry).getName()).matches())
        .toList();
  }
}
