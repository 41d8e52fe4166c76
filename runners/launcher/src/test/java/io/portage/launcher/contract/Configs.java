package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations of the scenarios with some settings changed. */
public final class Configs {
  private Configs() {}

  /**
   * Writes {@code scenario} into {@code folder}, with these settings of {@code latest} and this
   * number of rows per batch.
   */
  public static Path write(Path folder, Path scenario, String latest, int batchRows)
      throws IOException {
    String text = Files.readString(scenario);
    if (!text.contains("latest: {late: apply}")) {
      text = text.replaceFirst("(?m)^tables:", "latest: {late: apply}\ntables:");
    }
    String changed =
        text.replace("latest: {late: apply}", "latest: {" + latest + "}")
            .replaceFirst("(?m)^deadLetters:", "  batch: {rows: " + batchRows + "}\ndeadLetters:");
    assertThat(changed).contains(latest, "batch: {rows");
    return Files.writeString(folder.resolve("job.yaml"), changed);
  }
}
