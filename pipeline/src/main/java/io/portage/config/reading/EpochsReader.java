package io.portage.config.reading;

import io.portage.config.TableConfig.Epoch;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a table's {@code epochs}. */
final class EpochsReader {
  private static final int LAST = 255;

  private EpochsReader() {}

  static List<Epoch> read(YamlValue field) {
    List<Epoch> epochs = new ArrayList<>();
    for (YamlValue item : field.items()) {
      YamlMapping section = item.section();
      YamlValue from = section.required("from");
      YamlValue number = section.required("epoch");
      section.finish();
      Epoch epoch =
          new Epoch(
              from.parse(
                  text -> ValueParsers.instant(text, "write 2024-09-17T00:00:00Z"), Instant.MAX),
              number.integer(LAST, 0, LAST));
      if (!epochs.isEmpty()) {
        check(epochs.get(epochs.size() - 1), epoch, from, number);
      }
      epochs.add(epoch);
    }
    return List.copyOf(epochs);
  }

  private static void check(Epoch before, Epoch epoch, YamlValue from, YamlValue number) {
    boolean known = !before.from().equals(Instant.MAX) && !epoch.from().equals(Instant.MAX);
    if (known && !before.from().isBefore(epoch.from())) {
      from.reject("must be after the epoch before it");
    }
    if (known && before.epoch() >= epoch.epoch()) {
      number.reject("must be higher than the epoch before it, or its changes would be stale");
    }
  }
}
