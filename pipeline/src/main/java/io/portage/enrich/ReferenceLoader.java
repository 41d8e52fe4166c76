package io.portage.enrich;

import io.portage.config.reference.ReferenceException;
import io.portage.metrics.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the references that are due, and keeps the last good content of a reference that cannot be
 * read.
 *
 * <p>It has no schedule of its own: the caller decides how often it checks. Not thread-safe.
 */
final class ReferenceLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceLoader.class);
  private static final LogThrottle UNREADABLE = new LogThrottle(Duration.ofSeconds(30));

  private final List<ReferenceSpec> specs;
  private final ReferenceReader reader;
  private final Clock clock;
  private final Runnable onFailure;

  /** Creates a loader that runs {@code onFailure} for each failed read. */
  ReferenceLoader(
      List<ReferenceSpec> specs, ReferenceReader reader, Clock clock, Runnable onFailure) {
    this.specs = specs;
    this.reader = reader;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** Returns true if every reference that lookups use has been read at least once. */
  boolean hasLoadedAll(ReferenceSnapshot references) {
    for (ReferenceSpec spec : specs) {
      if (!spec.isSatisfiedBy(references.get(spec.name()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns true if some reference was never read, or was read longer ago than its refresh
   * interval.
   */
  boolean isDue(ReferenceSnapshot references) {
    for (ReferenceSpec spec : specs) {
      if (isDue(spec, references)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the references that are due; a reference that cannot be read keeps its content of {@code
   * last}.
   */
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
    return content == null
        || !spec.isSatisfiedBy(content)
        || clock.millis() - content.readAt() >= spec.refresh().toMillis();
  }
}
