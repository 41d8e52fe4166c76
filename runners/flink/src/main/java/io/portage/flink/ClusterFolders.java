package io.portage.flink;

import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.PortageConfig;
import java.util.List;

/** Finds folders of a job that would be lost with a machine of a cluster. */
final class ClusterFolders {
  private ClusterFolders() {}

  /** Returns one message per such folder, with a remedy. */
  static List<String> refusals(PortageConfig config) {
    DeadLetterConfig deadLetters = config.deadLetters();
    if (deadLetters.shared() || !FileLocation.isLocal(deadLetters.folder())) {
      return List.of();
    }
    return List.of(
        deadLetters.folderKey()
            + ": '"
            + deadLetters.folder()
            + "' would be on a TaskManager's disk and its dead letters would be lost with it; set a"
            + " folder on a volume that all machines have at the same path, and set"
            + " deadLetters.shared: true");
  }
}
