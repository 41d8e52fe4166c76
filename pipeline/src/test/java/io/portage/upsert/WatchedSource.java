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
public final class WatchedSource {
  private final FaultySource faulty;

  public WatchedSource(DataSource real) {
    faulty = new FaultySource(real);
  }

  public int transactions() {
    return faulty.begun(FaultyCall.CONNECT);
  }

  /** Commits that the database itself refused. */
  public int refusedCommits() {
    return faulty.refused(FaultyCall.COMMIT);
  }

  public void beforeCommit(Act act) {
    faulty.on(FaultyCall.COMMIT, FaultMoment.BEFORE, act);
  }

  public void beforeStatement(Act act) {
    faulty.on(FaultyCall.PREPARE, FaultMoment.AFTER, act);
  }

  public void afterCommit(Act act) {
    faulty.on(FaultyCall.COMMIT, FaultMoment.AFTER, act);
  }

  /** All that can fail. */
  public FaultySource faults() {
    return faulty;
  }

  public DataSource source() {
    return faulty.source();
  }
}
