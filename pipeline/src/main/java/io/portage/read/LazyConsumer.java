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
 * The real consumer, which is not opened before there is something to ask it.
 *
 * <p>As thread-safe as a consumer: only {@link #wakeup} may come from other threads.
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

  /** Does something with the consumer, if it is open. */
  void ifOpen(java.util.function.Consumer<Consumer<byte[], byte[]>> action) {
    Consumer<byte[], byte[]> opened = real;
    if (opened != null) {
      action.accept(opened);
    }
  }

  boolean isOpen() {
    return real != null;
  }

  /** Waits as a poll does that finds nothing. */
  void await(Duration timeout) {
    try {
      if (wakeups.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WakeupException();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e); // sets the flag again
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
