package io.portage.enrich;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Decides which references rows are enriched with: those of the side input, or its own where the
 * side input is of no use.
 *
 * <p>That is so before everything was read for the first time, when the caller is held here until
 * it has been, so that rows wait in the source and not in a buffer; and when the runner no longer
 * brings new values, although they are due. Not thread-safe.
 */
final class ReferenceResolver {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** With a frozen side input: a source that is out of reach must not slow every batch down. */
  private static final long RETRY_MILLIS = 30_000;

  private final ReferenceLoader loader;
  private final Clock clock;
  private final Duration patience;
  private ReferenceSnapshot own = ReferenceSnapshot.NONE;
  private long retryAt;

  /**
   * Takes the side input for good.
   *
   * @param patience after so long without news the side input is taken for frozen
   */
  ReferenceResolver(ReferenceLoader loader, Clock clock, Duration patience) {
    this.loader = loader;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * The references to use.
   *
   * @throws InterruptedException when interrupted while waiting for the first content
   */
  ReferenceSnapshot resolve(Iterable<ReferenceSnapshot> sideInput) throws InterruptedException {
    ReferenceSnapshot view = ReferenceSnapshot.newest(sideInput);
    if (loader.hasLoadedAll(view) && !isFrozen(view)) {
      own = view;
      return view;
    }
    if (view.triedAt() > own.triedAt()) {
      own = view;
    }
    if (!loader.hasLoadedAll(own)) {
      own = awaitInitialLoad(own);
    } else if (loader.isDue(own) && clock.millis() >= retryAt) {
      retryAt = clock.millis() + RETRY_MILLIS;
      own = loader.load(own);
    }
    return own;
  }

  private ReferenceSnapshot awaitInitialLoad(ReferenceSnapshot known) throws InterruptedException {
    ReferenceSnapshot next = loader.load(known);
    Duration pause = FIRST_PAUSE;
    while (!loader.hasLoadedAll(next)) {
      new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      next = loader.load(next);
    }
    return next;
  }

  private boolean isFrozen(ReferenceSnapshot view) {
    return clock.millis() - view.triedAt() > patience.toMillis();
  }
}
