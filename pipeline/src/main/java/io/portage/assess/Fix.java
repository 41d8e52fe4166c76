package io.portage.assess;

import java.util.Locale;

/**
 * The remedy of a finding.
 *
 * @param place where to apply it
 * @param text the SQL or the setting, to paste; never a secret or a row's value
 */
public record Fix(Place place, String text) {
  /** The places at which fixes are applied. The order is that of a run book. */
  public enum Place {
    /** SQL for the source. */
    SOURCE,
    /** A setting of the source's server. */
    SERVER,
    /** A setting of the connector. */
    CONNECTOR,
    /** A command for the topic. */
    TOPIC,
    /** SQL for the target. */
    TARGET,
    /** A key of the job's configuration. */
    JOB;

    /** Returns the name for reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
