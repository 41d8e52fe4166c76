package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.config.reference.ReferenceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a reference once, outside a pipeline.
 *
 * @param name the reference
 * @param entries the number of entries, 0 if the reference cannot be read
 * @param problem the reason why the reference cannot be read, without secrets; null if it can be
 *     read
 */
public record ReferenceCheck(String name, int entries, @Nullable String problem) {
  /** Reads every reference that some column looks up, by name. */
  public static List<ReferenceCheck> all(PortageConfig config) {
    List<ReferenceCheck> checks = new ArrayList<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      checks.add(check(spec));
    }
    return checks;
  }

  private static ReferenceCheck check(ReferenceSpec spec) {
    try {
      ReferenceTable content = ReferenceReader.readFromSource(spec, Clock.systemUTC().millis());
      return new ReferenceCheck(spec.name(), content.rows().size(), null);
    } catch (ReferenceException unreadable) {
      return new ReferenceCheck(spec.name(), 0, unreadable.getMessage());
    }
  }
}
