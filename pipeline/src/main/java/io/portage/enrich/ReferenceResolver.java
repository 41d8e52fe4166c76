package io.portage.enrich;

import io.portage.model.BackOff;
import java.time.Clock;
import java.time.Duration;
import org.apache.beam.sdk.util.Sleeper;

/**
 * Selects the references for a batch: the side input if it is complete and fresh, otherwise a
 * private copy.
 *
 * <p>The side input saves reads, since all workers share one load per refresh; the private copy is
 * the guarantee that rows are enriched with complete and fresh references, however the runner
 * delivers side inputs.
 *
 * <p>The private copy is loaded at the start, and blocks the caller until every reference has been
 * read once, so that rows wait in the source and not in a buffer. Later it is used if the runner no
 * longer updates the side input although references are due. Not thread-safe.
 */
final class ReferenceResolver {
  private static final BackOff FIRST_LOAD =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(15));

  /**
   * The pause between reads of the private copy: a reference that cannot be read must not delay
   * every batch.
   */
  private static final long RETRY_MILLIS = 30_000;

  private final ReferenceLoader loader;
  private final Clock clock;
  private final Duration patience;
  private final Sleeper sleeper;
  private ReferenceSnapshot own = ReferenceSnapshot.NONE;
  private long retryAt;

  /**
   * Creates a resolver.
   *
   * @param patience the time without an update after which the side input is frozen
   * @param sleeper sleeps between the attempts of the first load
   */
  ReferenceResolver(ReferenceLoader loader, Clock clock, Duration patience, Sleeper sleeper) {
    this.loader = loader;
    this.clock = clock;
    this.patience = patience;
    this.sleeper = sleeper;
  }

  /**
   * Returns the references to use.
   *
   * @throws InterruptedException if interrupted while it waits for the first content
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
    for (int attempt = 1; !loader.hasLoadedAll(next); attempt++) {
      sleeper.sleep(FIRST_LOAD.delay(attempt).toMillis());
      next = loader.load(next);
    }
    return next;
  }

  private boolean isFrozen(ReferenceSnapshot view) {
    return clock.millis() - view.triedAt() > patience.toMillis();
  }
}
