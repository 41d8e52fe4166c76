package io.portage.launcher.inspect;

import io.portage.target.TargetException;
import io.portage.upsert.write.TargetRows;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the target whether it answers, with one connection at a time, however many ask. Thread-safe.
 */
final class TargetProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TargetRows target;
  private @Nullable FutureTask<@Nullable String> running;
  private @Nullable String lastProblem;

  TargetProbe(TargetRows target) {
    this.target = target;
  }

  /** Returns why the target does not answer; null if it does. Waits at most two seconds. */
  @Nullable String problem() {
    FutureTask<@Nullable String> probe = probe();
    try {
      String problem = probe.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      ended(problem);
      return problem;
    } catch (TimeoutException slow) {
      return unanswered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered();
    } catch (ExecutionException e) {
      String problem = String.valueOf(e.getCause() == null ? e : e.getCause());
      ended(problem);
      return problem;
    }
  }

  private synchronized FutureTask<@Nullable String> probe() {
    FutureTask<@Nullable String> probe = running;
    if (probe == null) {
      probe = new FutureTask<>(this::ask);
      running = probe;
      Thread thread = new Thread(probe, "portage-target-probe");
      thread.setDaemon(true);
      thread.start();
    }
    return probe;
  }

  private @Nullable String ask() {
    try {
      target.estimatedRows(List.of());
      return null;
    } catch (TargetException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private synchronized void ended(@Nullable String problem) {
    running = null;
    lastProblem = problem;
  }

  private synchronized String unanswered() {
    return lastProblem == null ? "no answer in " + PATIENCE.toSeconds() + " s" : lastProblem;
  }
}
