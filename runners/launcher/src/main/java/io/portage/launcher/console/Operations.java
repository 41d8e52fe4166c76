package io.portage.launcher.console;

import io.portage.config.JdbcUrl;
import io.portage.launcher.CommandException;
import io.portage.launcher.deadletters.ReplayReport.ReplayedLetter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs replays one after another and remembers the last 50. They are forgotten when the console
 * ends; their results are in the dead letters.
 */
final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int WAITING = 4;
  private static final int REMEMBERED = 50;

  /**
   * A replay.
   *
   * @param id its number
   * @param state {@code waiting}, {@code running}, {@code done} or {@code failed}
   * @param text the result in a sentence; empty while it runs
   * @param letters the result of each dead letter
   */
  record Operation(
      String id,
      String job,
      String state,
      String startedAt,
      @Nullable String endedAt,
      String text,
      List<ReplayedLetter> letters) {
    Operation running() {
      return new Operation(id, job, "running", startedAt, null, "", List.of());
    }

    Operation ended(String endState, String at, String result, List<ReplayedLetter> replayed) {
      return new Operation(id, job, endState, startedAt, at, result, replayed);
    }
  }

  /** The result of the work of an operation. */
  record OperationResult(String text, List<ReplayedLetter> letters) {}

  private final Clock clock;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          work -> {
            Thread thread = new Thread(work, "portage-console-replay");
            thread.setDaemon(true);
            return thread;
          });
  private int count;

  Operations(Clock clock) {
    this.clock = clock;
  }

  /** Starts an operation when those before it have ended. */
  Operation start(String job, Callable<OperationResult> work) throws Refusal {
    Operation waiting;
    synchronized (this) {
      count++;
      waiting =
          new Operation(
              Integer.toString(count),
              job,
              "waiting",
              clock.instant().toString(),
              null,
              "",
              List.of());
      operations.put(waiting.id(), waiting);
      if (operations.size() > REMEMBERED) {
        operations.remove(operations.keySet().iterator().next());
      }
    }
    try {
      worker.execute(() -> run(waiting, work));
    } catch (RejectedExecutionException full) {
      put(waiting.ended("failed", clock.instant().toString(), "not started", List.of()));
      throw new Refusal(503, "more than " + WAITING + " replays wait: try again later");
    }
    return waiting;
  }

  private void run(Operation waiting, Callable<OperationResult> work) {
    put(waiting.running());
    try {
      OperationResult result = work.call();
      put(waiting.ended("done", clock.instant().toString(), result.text(), result.letters()));
    } catch (CommandException | Refusal refused) {
      LOG.warn("the replay {} failed: {}", waiting.id(), failed(waiting, refused));
    } catch (Exception e) {
      LOG.warn("the replay {} failed: {}", waiting.id(), failed(waiting, e), e);
    }
  }

  /** Ends an operation with the error; returns its message. */
  private String failed(Operation waiting, Exception error) {
    String message = JdbcUrl.showIn(String.valueOf(error.getMessage()));
    put(waiting.ended("failed", clock.instant().toString(), message, List.of()));
    return message;
  }

  private synchronized void put(Operation operation) {
    operations.put(operation.id(), operation);
  }

  synchronized Optional<Operation> find(String id) {
    return Optional.ofNullable(operations.get(id));
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
