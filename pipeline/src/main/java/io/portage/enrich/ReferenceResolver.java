package io.portage.enrich;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
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
  /** The pauses between attempts of the first load, without a limit to their number. */
  private static final FluentBackoff FIRST_LOAD =
      FluentBackoff.DEFAULT
          .withInitialBackoff(org.joda.time.Duration.millis(250))
          .withMaxBackoff(org.joda.time.Duration.standardSeconds(15));

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
   * @throws IOException never; Beam's back-off declares it
   */
  ReferenceSnapshot resolve(Iterable<ReferenceSnapshot> sideInput)
      throws InterruptedException, IOException {
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

  private ReferenceSnapshot awaitInitialLoad(ReferenceSnapshot known)
      throws InterruptedException, IOException {
    BackOff backOff = FIRST_LOAD.backoff();
    ReferenceSnapshot next = loader.load(known);
    while (!loader.hasLoadedAll(next)) {
      BackOffUtils.next(sleeper, backOff);
      next = loader.load(next);
    }
    return next;
  }

  private boolean isFrozen(ReferenceSnapshot view) {
    return clock.millis() - view.triedAt() > patience.toMillis();
  }
}
