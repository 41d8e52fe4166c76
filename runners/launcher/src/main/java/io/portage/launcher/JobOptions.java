package io.portage.launcher;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the job of a command. */
public final class JobOptions {
  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

  /** Returns the location of the configuration. */
  public String file() {
    return file;
  }

  /**
   * Reads the configuration.
   *
   * @param beamOptions the user's Beam options, from which the file systems take their settings
   * @throws ConfigException with all errors of the configuration
   */
  public PortageConfig read(List<String> beamOptions) throws ConfigException {
    return Configurations.read(file, beamOptions);
  }
}
