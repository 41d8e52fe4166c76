package io.portage.enrich;

import io.portage.metrics.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads references anew when it is time, and keeps what was good when that fails.
 *
 * <p>Knows no schedule of its own: whoever calls decides how often. Not thread-safe.
 */
final class ReferenceLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceLoader.class);
  private static final LogThrottle UNREADABLE = new LogThrottle(Duration.ofSeconds(30));

  private final List<ReferenceSpec> specs;
  private final ReferenceReader reader;
  private final Clock clock;
  private final Runnable onFailure;

  /** A loader that calls {@code onFailure} for each failed read. */
  ReferenceLoader(
      List<ReferenceSpec> specs, ReferenceReader reader, Clock clock, Runnable onFailure) {
    this.specs = specs;
    this.reader = reader;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** Whether every reference that lookups want has been read at least once. */
  boolean hasLoadedAll(ReferenceSnapshot references) {
    for (ReferenceSpec spec : specs) {
      if (!spec.isSatisfiedBy(references.get(spec.name()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether some reference was never read, or so long ago that it is to be read anew. */
  boolean isDue(ReferenceSnapshot references) {
    for (ReferenceSpec spec : specs) {
      if (isDue(spec, references)) {
        return true;
      }
    }
    return false;
  }

  /** Reads what is due; what cannot be read stays as it is in {@code last}. */
  ReferenceSnapshot load(ReferenceSnapshot last) {
    Map<String, ReferenceTable> byName = new HashMap<>();
    for (ReferenceSpec spec : specs) {
      ReferenceTable content = last.get(spec.name());
      if (isDue(spec, last)) {
        try {
          content = reader.read(spec, clock.millis());
        } catch (ReferenceException e) {
          onFailure.run();
          if (UNREADABLE.isDue(spec.name())) {
            LOG.warn(
                "Reference {} could not be read, {}: {}",
                spec.name(),
                spec.isSatisfiedBy(content) ? "its last good content stays" : "rows wait for it",
                e.getMessage());
          }
        }
      }
      if (spec.isSatisfiedBy(content)) {
        byName.put(spec.name(), content);
      }
    }
    return new ReferenceSnapshot(Map.copyOf(byName), clock.millis());
  }

  private boolean isDue(ReferenceSpec spec, ReferenceSnapshot references) {
    ReferenceTable content = references.get(spec.name());
    return !spec.isSatisfiedBy(content)
        || clock.millis() - content.readAt() >= spec.refresh().toMillis();
  }
}
