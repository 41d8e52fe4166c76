package io.portage.normalize;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;

/**
 * The start of a run.
 *
 * @param run the run's unique id
 * @param before the places of records that precede it
 */
record RunStart(String run, List<LogPlace> before) implements Serializable {
  /** Copies the list, to a serializable one. */
  RunStart {
    before = List.copyOf(before);
  }

  /** The start of a new run. */
  static RunStart after(List<LogPlace> before) {
    return new RunStart(UUID.randomUUID().toString(), before);
  }

  /** Returns the detector that the instances of the run in this process share. */
  LogRestartDetector detector() {
    return LogRestartDetector.of(run, before);
  }
}
