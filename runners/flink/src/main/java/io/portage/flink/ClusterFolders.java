package io.portage.flink;

import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.PortageConfig;
import java.util.List;

/** What of a job would be lost with a machine of a cluster. */
final class ClusterFolders {
  private ClusterFolders() {}

  /** One line for each, with the way out. */
  static List<String> refusals(PortageConfig config) {
    DeadLetterConfig letters = config.deadLetters();
    if (letters.shared() || !FileLocation.isLocal(letters.folder())) {
      return List.of();
    }
    return List.of(
        letters.folderKey()
            + ": '"
            + letters.folder()
            + "' would be on a TaskManager's disk, and the letters in it go with it; name a folder"
            + " on a volume that all machines have at the same path, and say so with"
            + " deadLetters.shared: true");
  }
}
