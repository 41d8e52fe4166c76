package io.portage.upsert;

import io.portage.fault.FaultySource;
import io.portage.fault.FaultySource.Act;
import io.portage.fault.FaultySource.Call;
import io.portage.fault.FaultySource.When;
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
    return faulty.begun(Call.CONNECT);
  }

  /** Commits that the database itself refused. */
  int refusedCommits() {
    return faulty.refused(Call.COMMIT);
  }

  void beforeCommit(Act act) {
    faulty.on(Call.COMMIT, When.BEFORE, act);
  }

  void beforeStatement(Act act) {
    faulty.on(Call.PREPARE, When.AFTER, act);
  }

  void afterCommit(Act act) {
    faulty.on(Call.COMMIT, When.AFTER, act);
  }

  /** All that can fail. */
  FaultySource faults() {
    return faulty;
  }

  DataSource source() {
    return faulty.source();
  }
}
