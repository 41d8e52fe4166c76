package io.portage.config;

import io.portage.config.DebeziumConfig.Binary;
import io.portage.config.DebeziumConfig.Decimal;
import io.portage.config.DebeziumConfig.Interval;
import io.portage.config.DebeziumConfig.Time;
import io.portage.config.SourceConfig.FormatName;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code source.debezium}. */
final class DebeziumReader {
  private static final Map<String, Binary> BINARY = labels(Binary.values(), Binary::label);
  private static final Map<String, Decimal> DECIMAL = labels(Decimal.values(), Decimal::label);
  private static final Map<String, Time> TIME = labels(Time.values(), Time::label);
  private static final Map<String, Interval> INTERVAL = labels(Interval.values(), Interval::label);

  private DebeziumReader() {}

  static DebeziumConfig read(Field field, Optional<FormatName> format) {
    if (field.isThere() && format.isPresent() && format.get() != FormatName.DEBEZIUM_JSON) {
      field.problem("is for the format " + FormatName.DEBEZIUM_JSON.label() + " only");
    }
    Section section = field.section();
    DebeziumConfig config =
        new DebeziumConfig(
            section.optional("binary").choice(BINARY).orElse(null),
            section.optional("decimal").choice(DECIMAL).orElse(null),
            section.optional("time").choice(TIME).orElse(null),
            section.optional("interval").choice(INTERVAL).orElse(null));
    section.finish();
    return config;
  }

  private static <T> Map<String, T> labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(label, Function.identity()));
  }
}
