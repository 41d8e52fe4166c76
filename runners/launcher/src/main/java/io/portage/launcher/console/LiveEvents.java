package io.portage.launcher.console;

import io.portage.launcher.inspect.Answers;
import io.portage.launcher.status.Overview;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the overview of a job as server-sent events: an event {@code overview} when it has
 * changed, else a comment as heartbeat, and an event {@code end} when the stream ends after its
 * time or with the console; a client then connects again.
 *
 * <p>A stream has a thread of the server, so their number is bounded. A client that does not read
 * holds its stream until the server's limit of the time of an answer, which is why a stream ends
 * before that limit.
 */
final class LiveEvents implements AutoCloseable {
  /** The number of streams at the same time. */
  static final int MOST = 12;

  /** The pause between two events of a stream. */
  static final Duration PAUSE = Duration.ofSeconds(3);

  /** The time after which a stream ends. */
  static final Duration LIFETIME = Duration.ofSeconds(50);

  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Clock clock;
  private final Duration pause;
  private final Duration lifetime;
  private final Semaphore free = new Semaphore(MOST);
  private final CountDownLatch ended = new CountDownLatch(1);

  LiveEvents(Clock clock, Duration pause, Duration lifetime) {
    this.clock = clock;
    this.pause = pause;
    this.lifetime = lifetime;
  }

  /** Returns the number of streams. */
  int open() {
    return MOST - free.availablePermits();
  }

  /**
   * Sends events until the stream ends.
   *
   * @throws Refusal if there are too many streams, or the console ends
   * @throws IOException if the client has gone
   */
  void stream(Exchange exchange, Supplier<Overview> overviews) throws IOException, Refusal {
    if (ended.getCount() == 0 || !free.tryAcquire()) {
      throw new Refusal(503, MOST + " pages have live numbers already: read the overview instead");
    }
    try (OutputStream out = exchange.begin("text/event-stream; charset=utf-8")) {
      send(out, overviews);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private void send(OutputStream out, Supplier<Overview> overviews)
      throws IOException, InterruptedException {
    long end = clock.millis() + lifetime.toMillis();
    Overview last = null;
    write(out, "retry: 2000\n\n");
    while (clock.millis() < end && ended.getCount() > 0) {
      last = next(out, overviews, last);
      if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    write(out, "event: end\ndata: {}\n\n");
  }

  private @Nullable Overview next(
      OutputStream out, Supplier<Overview> overviews, @Nullable Overview last) throws IOException {
    Overview now;
    try {
      now = overviews.get();
    } catch (RuntimeException e) {
      LOG.warn("the overview cannot be read; its stream continues", e);
      event(out, "problem", Map.of("error", "the overview cannot be read now"));
      return null;
    }
    if (last != null && now.isAs(last)) {
      write(out, ": " + clock.instant() + "\n\n");
    } else {
      event(out, "overview", now);
    }
    return now;
  }

  private static void event(OutputStream out, String name, Object data) throws IOException {
    // JSON of one line: a line break in a text is escaped.
    out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    out.write(Answers.bytes(data));
    write(out, "\n\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends the streams, and waits a moment until they have ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      if (free.tryAcquire(MOST, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(MOST);
      } else {
        LOG.debug("{} streams end with their connections", open());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
