package io.portage.decode.debezium;

import static io.portage.decode.DecodeFixtures.PLACEHOLDER;
import static io.portage.decode.DecodeFixtures.POSTGRES_SOURCE;
import static io.portage.decode.DecodeFixtures.decode;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.time.Instant;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals, and the topics and tables that the configuration says to be no rows. */
final class ControlRecordsTest {
  private static final String SIGNAL =
      "{\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.users\"]}}";
  private static final Set<String> NAMES = Set.of("public.users", "signals");

  private static Format format(boolean unwrapped, Set<String> names) {
    return SerializableUtils.ensureSerializable(
        new DebeziumJsonConfig(
                DebeziumConfig.UNSET, new EnvelopeSettings(unwrapped, "__", null, names))
            .create(PLACEHOLDER));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSignalInTheTopicOfSignalsIsNoRow(boolean unwrapped) {
    Format format = format(unwrapped, Set.of());

    assertThat(envelope(format, "shop-signal", SIGNAL)).isEqualTo(Envelope.control(null));
    assertThat(envelope(format, "shop-signal", SIGNAL.replace("{\"type", "{\"id\":\"a\",\"type")))
        .isEqualTo(Envelope.control(null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowThatLooksLikeASignalIsNone(boolean unwrapped) {
    Format format = format(unwrapped, Set.of());

    for (String topic : new String[] {"shop.public.road-signal", "signals"}) {
      assertThat(decode(format, topic, SIGNAL).op()).isEqualTo(Envelope.NONE);
    }
    assertThat(decode(format, "shop-signal", "{\"type\":1,\"other\":2}").op())
        .isEqualTo(Envelope.NONE);
    assertThat(decode(format, "shop-signal", "{\"data\":2}").op()).isEqualTo(Envelope.NONE);
  }

  @Test
  void theConfigurationNamesTopicsAndTables() {
    Format format = format(false, NAMES);
    String insert = payload("c", "null", "{\"id\":\"a\"}", POSTGRES_SOURCE);

    assertThat(envelope(format, "any", insert))
        .isEqualTo(Envelope.control(Instant.ofEpochMilli(1_726_531_260_000L)));
    assertThat(envelope(format, "signals", "not JSON")).isEqualTo(Envelope.control(null));
    assertThat(format.decode("signals", null)).isEqualTo(Envelope.control(null));
    assertThat(envelope(format, "any", insert.replace("users", "others")).op()).isEqualTo("c");
    assertThat(decode(format, "any", "not JSON").error()).isNotNull();
    assertThat(format(false, Set.of()).decode("signals", null)).isEqualTo(Envelope.tombstone());
  }

  @Test
  void namesOfUnwrappedRows() {
    Format format = format(true, NAMES);
    String fields = "\"__op\":\"c\",\"__connector\":\"postgresql\"";
    String named = fields + ",\"__schema\":\"public\",\"__table\":\"users\"";

    assertThat(envelope(format, "any", "{\"id\":1," + named + "}").op())
        .isEqualTo(Envelope.CONTROL);
    assertThat(envelope(format, "signals", "{\"id\":1," + fields + "}").op())
        .isEqualTo(Envelope.CONTROL);
    assertThat(envelope(format, "any", "{\"id\":1," + fields + "}").op()).isEqualTo("c");
  }
}
