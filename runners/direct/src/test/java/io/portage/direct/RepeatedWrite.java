package io.portage.direct;

import static org.awaitility.Awaitility.await;

import io.portage.launcher.demo.TargetDatabase;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Executes and commits a statement again and again, until it is closed. */
final class RepeatedWrite implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicLong writes = new AtomicLong();
  private final Future<?> running;
  private volatile boolean stopped;

  /** Returns after the first execution. */
  RepeatedWrite(TargetDatabase database, String sql) {
    running =
        thread.submit(
            () -> {
              while (!stopped) {
                database.execute(sql);
                writes.incrementAndGet();
              }
              return null;
            });
    await().until(() -> writes.get() > 0 || running.isDone());
  }

  long writes() {
    return writes.get();
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    running.get();
    thread.shutdown();
  }
}
