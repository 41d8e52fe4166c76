package io.portage.read;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka consumer that is opened at its first use.
 *
 * <p>As thread-safe as a Kafka consumer: only {@link #wakeup} may be called by other threads.
 */
final class LazyConsumer {
  private final Supplier<Consumer<byte[], byte[]>> opening;
  private final Semaphore wakeups = new Semaphore(0);
  private volatile @Nullable Consumer<byte[], byte[]> real;

  LazyConsumer(Supplier<Consumer<byte[], byte[]>> opening) {
    this.opening = opening;
  }

  Consumer<byte[], byte[]> get() {
    Consumer<byte[], byte[]> opened = real;
    if (opened == null) {
      opened = opening.get();
      real = opened;
    }
    return opened;
  }

  /** Runs {@code action} on the consumer if it is open. */
  void ifOpen(java.util.function.Consumer<Consumer<byte[], byte[]>> action) {
    Consumer<byte[], byte[]> opened = real;
    if (opened != null) {
      action.accept(opened);
    }
  }

  boolean isOpen() {
    return real != null;
  }

  /** Waits like a poll without records. */
  void await(Duration timeout) {
    try {
      if (wakeups.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WakeupException();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e); // restores the interrupt flag
    }
  }

  void wakeup() {
    Consumer<byte[], byte[]> opened = real;
    if (opened == null) {
      wakeups.release();
    } else {
      opened.wakeup();
    }
  }
}
