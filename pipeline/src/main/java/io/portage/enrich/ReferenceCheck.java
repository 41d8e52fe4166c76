package io.portage.enrich;

import io.portage.config.PortageConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the references of a job once, outside a pipeline, to tell whether they can be read.
 *
 * @param name the reference
 * @param entries how many entries it has, 0 when it cannot be read
 * @param problem why it cannot be read, without secrets; null when it can
 */
public record ReferenceCheck(String name, int entries, @Nullable String problem) {
  /** Probes every reference that some column looks something up in, by name. */
  public static List<ReferenceCheck> all(PortageConfig config) {
    List<ReferenceCheck> probes = new ArrayList<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      probes.add(probe(spec));
    }
    return probes;
  }

  private static ReferenceCheck probe(ReferenceSpec spec) {
    try {
      ReferenceTable content = ReferenceReader.readFromAnywhere(spec, Clock.systemUTC().millis());
      return new ReferenceCheck(spec.name(), content.rows().size(), null);
    } catch (ReferenceException unreadable) {
      return new ReferenceCheck(spec.name(), 0, unreadable.getMessage());
    }
  }
}
