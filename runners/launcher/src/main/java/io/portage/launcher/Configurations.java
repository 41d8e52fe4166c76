package io.portage.launcher;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads configurations from every location that Beam's file systems support, e.g. {@code
 * gs://bucket/x.yaml}.
 */
public final class Configurations {
  private Configurations() {}

  /**
   * Reads one configuration.
   *
   * @param beamOptions the user's Beam options, from which the file systems take their settings
   * @throws ConfigException with all errors of the configuration
   * @throws CommandException when Beam rejects an option
   */
  public static PortageConfig read(String location, List<String> beamOptions)
      throws ConfigException {
    try {
      FileSystems.setDefaultPipelineOptions(
          PipelineOptionsFactory.fromArgs(beamOptions.toArray(new String[0])).create());
    } catch (IllegalArgumentException refused) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
    }
    return ConfigReader.read(location, System.getenv());
  }
}
