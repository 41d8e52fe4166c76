package io.portage.dataflow;

import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.PortageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds settings that cannot work on Dataflow's workers, which are replaced at any time and have
 * disks of their own.
 */
final class DataflowRestrictions {
  private static final Pattern JOB_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  /** Secret stores on the machine itself. */
  private static final Set<String> MACHINE_STORES = Set.of("env", "file");

  private DataflowRestrictions() {}

  /** Returns one message per unsupported setting. */
  static List<String> of(PortageConfig config, List<String> given) {
    List<String> unsupported = new ArrayList<>();
    files(config, unsupported);
    if (!isSet(given, "sdkContainerImage")) {
      config
          .secrets()
          .forEach(
              (key, secret) -> {
                if (MACHINE_STORES.contains(String.valueOf(secret.store()))) {
                  unsupported.add(
                      key
                          + ": workers do not have "
                          + secret
                          + "; use {secretManager: projects/...}, or an --sdkContainerImage of"
                          + " your own that contains it");
                }
              });
    }
    if (!isSet(given, "jobName") && !JOB_NAME.matcher(config.name()).matches()) {
      unsupported.add(
          "name: '"
              + config.name()
              + "' is not a valid Dataflow job name (lower-case letters, digits and -); set one"
              + " with --jobName");
    }
    boolean update = given.contains("--update") || given.contains("--update=true");
    if (update && !Integer.valueOf(0).equals(config.source().discovery().headroom())) {
      unsupported.add(
          "source.kafka.partitions.headroom: an update keeps the partitions that the job was"
              + " first started with; set it to 0, so that a new partition fails the job instead of"
              + " staying unread");
    }
    if (!isSet(given, "tempLocation")
        && !isSet(given, "gcpTempLocation")
        && !isSet(given, "templateLocation")) {
      unsupported.add("--tempLocation=gs://bucket/folder is missing");
    }
    return unsupported;
  }

  private static void files(PortageConfig config, List<String> unsupported) {
    config
        .files()
        .forEach(
            (key, location) -> {
              if (FileLocation.isLocal(location)) {
                unsupported.add(
                    key + ": '" + location + "' is not on the workers; use a gs:// path");
              }
            });
    DeadLetterConfig deadLetters = config.deadLetters();
    if (FileLocation.isLocal(deadLetters.folder())) {
      unsupported.add(
          deadLetters.folderKey()
              + ": '"
              + deadLetters.folder()
              + "' would be on a worker's disk and be lost with it; set a gs:// folder");
    }
  }

  private static boolean isSet(List<String> given, String option) {
    return given.stream().anyMatch(argument -> argument.startsWith("--" + option + "="));
  }
}
