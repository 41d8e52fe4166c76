package io.portage.upsert;

import io.portage.fault.FaultySource;
import io.portage.fault.FaultySource.Act;
import io.portage.fault.FaultySource.FaultMoment;
import io.portage.fault.FaultySource.FaultyCall;
import javax.sql.DataSource;

/**
 * A data source that counts transactions and can fail before a statement, before a commit and after
 * it.
 */
final class WatchedSource {
  private final FaultySource faulty;

  WatchedSource(DataSource real) {
    faulty = new FaultySource(real);
  }

  int transactions() {
    return faulty.begun(FaultyCall.CONNECT);
  }

  /** Commits that the database itself refused. */
  int refusedCommits() {
    return faulty.refused(FaultyCall.COMMIT);
  }

  void beforeCommit(Act act) {
    faulty.on(FaultyCall.COMMIT, FaultMoment.BEFORE, act);
  }

  void beforeStatement(Act act) {
    faulty.on(FaultyCall.PREPARE, FaultMoment.AFTER, act);
  }

  void afterCommit(Act act) {
    faulty.on(FaultyCall.COMMIT, FaultMoment.AFTER, act);
  }

  /** All that can fail. */
  FaultySource faults() {
    return faulty;
  }

  DataSource source() {
    return faulty.source();
  }
}
