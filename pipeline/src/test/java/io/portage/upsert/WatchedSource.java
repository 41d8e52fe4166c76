package io.portage.upsert;

import io.portage.fault.FaultySource;
import io.portage.fault.FaultySource.Act;
import io.portage.fault.FaultySource.FaultMoment;
import io.portage.fault.FaultySource.FaultyCall;
import javax.sql.DataSource;

/**
 * A data source that counts transactions, and that can fail before a statement, before a commit and
 * after a commit.
 */
public final class WatchedSource {
  private final FaultySource faulty;

  public WatchedSource(DataSource real) {
    faulty = new FaultySource(real);
  }

  public int transactions() {
    return faulty.begun(FaultyCall.CONNECT);
  }

  /** Returns the number of commits that the database itself rejected. */
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

  /** Returns the source of faults. */
  public FaultySource faults() {
    return faulty;
  }

  public DataSource source() {
    return faulty.source();
  }
}
