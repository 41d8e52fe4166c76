package io.portage.launcher.bench;

import io.portage.launcher.publish.EventFile.Event;
import io.portage.launcher.publish.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a plan to a topic: a backlog all at once; at a rate, one event first and then
 * the others. The getters are thread-safe.
 */
final class EventFeed implements AutoCloseable {
  /** The time of the first change of a backlog; each next change is one millisecond later. */
  private static final long FIRST_TIME = 1_726_531_200_000L;

  private static final long PAUSE_NANOS = 5_000_000;

  private final BenchPlan plan;
  private final UserEvents events;
  private final EventPublisher publisher;
  private final String topic;
  private final int topics;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread feeding = new Thread(task, "feed");
            feeding.setDaemon(true);
            return feeding;
          });
  private volatile int sent;
  private volatile long begun;
  private volatile double seconds;
  private @Nullable Future<?> pacing;

  /**
   * Creates a feed.
   *
   * @param topic the topic
   * @param topics 1, or the number of topics {@code topic_<n>}, to which the keys are distributed
   */
  EventFeed(BenchPlan plan, long seed, String bootstrapServers, String topic, int topics) {
    this.plan = plan;
    this.topic = topic;
    this.topics = topics;
    this.events = new UserEvents(plan, seed);
    this.publisher = new EventPublisher(bootstrapServers, topic);
  }

  /** Returns the number of events passed to the producer. */
  int sent() {
    return sent;
  }

  /** Returns the sent events; only after all have been sent. */
  UserEvents events() {
    return events;
  }

  /** Returns the time from which latencies count, in milliseconds; at a rate only. */
  long measuredFrom() {
    return begun + plan.warmUpSeconds() * 1_000L;
  }

  /** Returns the actual rate, in events per second. */
  double rate() {
    return (plan.events() - 1) / seconds;
  }

  /** Sends the whole backlog, or at a rate the first event. */
  void open() {
    if (plan.rate() == null) {
      while (sent < plan.events()) {
        send(FIRST_TIME + sent, null);
      }
    } else {
      sendNow();
    }
    publisher.flush();
  }

  /** Sends the other events at the rate, on a separate thread; does nothing for a backlog. */
  void pace() {
    if (plan.rate() != null) {
      int rate = plan.rate();
      pacing = thread.submit(() -> pace(rate));
    }
  }

  /** Returns true if all events are sent and acknowledged. */
  boolean isComplete() throws InterruptedException, ExecutionException {
    if (pacing != null && pacing.isDone()) {
      pacing.get();
    }
    return plan.rate() == null ? sent == plan.events() : seconds > 0;
  }

  private void pace(int rate) {
    begun = System.currentTimeMillis();
    long start = System.nanoTime();
    while (sent < plan.events()) {
      long due = 1 + (long) ((System.nanoTime() - start) / 1e9 * rate);
      while (sent < Math.min(due, plan.events())) {
        sendNow();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return; // closed
      }
    }
    publisher.flush();
    seconds = (System.nanoTime() - start) / 1e9;
  }

  private void sendNow() {
    long now = System.currentTimeMillis();
    send(now, now);
  }

  private void send(long time, @Nullable Long timestamp) {
    Event event = events.next(time);
    publisher.send(
        topicOf(event), new Event(event.line(), event.key(), event.value(), null, timestamp));
    sent = events.count();
  }

  private String topicOf(Event event) {
    return topics == 1
        ? topic
        : topic + "_" + Long.parseLong(new String(event.key(), StandardCharsets.UTF_8)) % topics;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    publisher.close();
  }
}
