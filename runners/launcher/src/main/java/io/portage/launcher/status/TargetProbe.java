package io.portage.launcher.status;

import io.portage.config.JdbcConfig;
import io.portage.target.connection.ConnectionProbe;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the target whether it answers, with one connection at a time, however many ask. Thread-safe.
 */
public final class TargetProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ConnectionProbe database;
  private @Nullable FutureTask<@Nullable String> running;
  private @Nullable String lastProblem;

  /** A probe of the database of {@code config}; does not connect yet. */
  public TargetProbe(JdbcConfig config) {
    this.database = new ConnectionProbe(config);
  }

  /** Returns why the target does not answer; null if it does. Waits at most two seconds. */
  public @Nullable String problem() {
    FutureTask<@Nullable String> probe = probe();
    try {
      String problem = probe.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      ended(probe, problem);
      return problem;
    } catch (TimeoutException slow) {
      return unanswered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered();
    } catch (ExecutionException e) {
      String problem = String.valueOf(e.getCause() == null ? e : e.getCause());
      ended(probe, problem);
      return problem;
    }
  }

  private synchronized FutureTask<@Nullable String> probe() {
    FutureTask<@Nullable String> probe = running;
    if (probe == null) {
      probe = new FutureTask<>(database::problem);
      running = probe;
      Thread thread = new Thread(probe, "portage-target-probe");
      thread.setDaemon(true);
      thread.start();
    }
    return probe;
  }

  private synchronized void ended(FutureTask<@Nullable String> probe, @Nullable String problem) {
    if (running == probe) {
      running = null;
    }
    lastProblem = problem;
  }

  private synchronized String unanswered() {
    return lastProblem == null ? "no answer in " + PATIENCE.toSeconds() + " s" : lastProblem;
  }

  /** Closes the connection, unless an answer is still awaited. */
  @Override
  public synchronized void close() {
    if (running == null) {
      database.close();
    }
  }
}
