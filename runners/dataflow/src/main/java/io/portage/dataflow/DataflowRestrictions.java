package io.portage.dataflow;

import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a job cannot work on workers that come and go, each with a disk of its own. */
final class DataflowRestrictions {
  private static final Pattern JOB_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  /** Stores that lie on the machine itself. */
  private static final Set<String> ON_THE_MACHINE = Set.of("env", "file");

  private DataflowRestrictions() {}

  /** One line for each. */
  static List<String> of(PortageConfig config, List<String> given) {
    List<String> unfit = new ArrayList<>();
    files(config, unfit);
    if (!gives(given, "sdkContainerImage")) {
      config
          .secrets()
          .forEach(
              (key, secret) -> {
                if (ON_THE_MACHINE.contains(String.valueOf(secret.store()))) {
                  unfit.add(
                      key
                          + ": workers do not have "
                          + secret
                          + "; use {secretManager: projects/...}, or an --sdkContainerImage of"
                          + " your own that has it");
                }
              });
    }
    if (!gives(given, "jobName") && !JOB_NAME.matcher(config.name()).matches()) {
      unfit.add(
          "name: '"
              + config.name()
              + "' is no name of a job there (small letters, digits and -); give one with"
              + " --jobName");
    }
    boolean update = given.contains("--update") || given.contains("--update=true");
    if (update && !Integer.valueOf(0).equals(config.source().discovery().headroom())) {
      unfit.add(
          "source.kafka.partitions.headroom: an update goes on with the partitions that the job was first"
              + " started with; make it 0, so that a topic that grows fails the job instead of"
              + " being read in part");
    }
    if (!gives(given, "tempLocation")
        && !gives(given, "gcpTempLocation")
        && !gives(given, "templateLocation")) {
      unfit.add("--tempLocation=gs://bucket/folder is missing");
    }
    return unfit;
  }

  private static void files(PortageConfig config, List<String> unfit) {
    for (Map.Entry<String, ReferenceConfig> reference : config.references().entrySet()) {
      String csv = reference.getValue().csv();
      if (csv != null && FileLocation.isLocal(csv)) {
        unfit.add(
            "references."
                + reference.getKey()
                + ".csv: '"
                + csv
                + "' is not on the workers; "
                + "put it at gs://");
      }
    }
    DeadLetterConfig letters = config.deadLetters();
    if (FileLocation.isLocal(letters.folder())) {
      unfit.add(
          letters.folderKey()
              + ": '"
              + letters.folder()
              + "' would be on a worker's disk and go with it; name a folder at gs://");
    }
  }

  private static boolean gives(List<String> given, String option) {
    return given.stream().anyMatch(argument -> argument.startsWith("--" + option + "="));
  }
}
