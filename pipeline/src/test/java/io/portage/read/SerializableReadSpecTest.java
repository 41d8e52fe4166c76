package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.SourcePartitions.TopicPartitions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

/** The serialized state of a reader, and the settings that a restored reader uses. */
final class SerializableReadSpecTest {
  private static final Path GOLDEN = Path.of("src/test/resources/read-state.hex");
  private static final SourcePartitions PARTITIONS =
      SourcePartitions.of(
          Map.of(
              "users", new TopicPartitions(2, 6, "id"), "orders", new TopicPartitions(0, 12, "")));
  private static final Instant NOON = Instant.parse("2024-09-17T12:00:00Z");

  private final String group = "group-" + UUID.randomUUID();

  @Test
  void serializesTheSettingsWithTheGraphAndOnlyAKeyWithAReader() throws Exception {
    SerializableReadSpec plan = plan(NOON, "nowhere:1");

    assertThat(text(serialized(parts(plan)))).contains("password-in-here");
    assertThat(text(serialized(parts(plan.forReader()))))
        .doesNotContain("password-in-here", "nowhere");
  }

  @Test
  void noCallOfKafkaIoChangesWhatIsSerialized() throws Exception {
    SerializableReadSpec plan = plan(NOON, "nowhere:1");
    TrackingConsumerFactory factory = new TrackingConsumerFactory(plan);
    byte[] before = serialized(factory);
    try (Consumer<byte[], byte[]> consumer = factory.apply(Map.of())) {
      assertThat(consumer.partitionsFor("users")).hasSize(6);
    }

    assertThat(serialized(factory)).isEqualTo(before);
  }

  @Test
  void theReadersOfASourceHaveNoSettings() throws Exception {
    SerializableReadSpec plan = plan(NOON, "nowhere:1");
    KafkaSource source =
        (KafkaSource)
            deserialized(
                serialized(
                    ReadChanges.source(plan.context().settings().source(), plan, PARTITIONS)));

    for (Object reader : source.split(3, PipelineOptionsFactory.create())) {
      assertThat(text(serialized(reader))).doesNotContain("password-in-here");
    }
    assertThat(text(serialized(source))).contains("password-in-here");
  }

  @Test
  void usesTheSettingsOfTheNewestGraph() throws Exception {
    byte[] state = serialized(plan(NOON, "old:1").forReader());
    plan(NOON.plusSeconds(1), "new:1");
    plan(NOON.minusSeconds(1), "older:1");

    SerializableReadSpec restored = (SerializableReadSpec) deserialized(state);

    assertThat(restored.handle().partitions()).isEqualTo(PARTITIONS);
    assertThat(restored.context().settings().source().bootstrapServers()).isEqualTo("new:1");
  }

  @Test
  void registersTheSettingsOfADeserializedGraph() throws Exception {
    byte[] graph = serialized(plan(NOON.plusSeconds(5), "arriving:1"));
    plan(NOON, "here:1");

    deserialized(graph);

    SerializableReadSpec reader = plan(NOON, "here:1");
    assertThat(reader.context().settings().source().bootstrapServers()).isEqualTo("arriving:1");
  }

  @Test
  void keepsJobsOfOtherGroupsApart() {
    SerializableReadSpec one = plan(NOON, "one:1");
    plan("other-" + group, NOON.plusSeconds(1), "two:1");

    assertThat(one.context().settings().source().bootstrapServers()).isEqualTo("one:1");
  }

  @Test
  void namesTheJobOfAStateThatNoRunningJobOwns() throws Exception {
    SerializableReadSpec restored = (SerializableReadSpec) deserialized(golden());

    assertThatThrownBy(restored::context)
        .hasMessageContaining(
            "the state belongs to job golden, group golden-group, which does not");
  }

  @Test
  void readsTheStateOfTheFirstRelease() throws Exception {
    assertThat(((SerializableReadSpec) deserialized(golden())).handle())
        .isEqualTo(new ReaderStateKey("golden", "golden-group", PARTITIONS));
  }

  @Test
  void writesTheStateOfTheFirstRelease() throws Exception {
    SerializableReadSpec plan = (SerializableReadSpec) deserialized(golden());

    assertThat(HexFormat.of().formatHex(serialized(plan.forReader())))
        .isEqualTo(HexFormat.of().formatHex(golden()));
  }

  @Test
  void refusesAStateOfALaterRelease() {
    byte[] later = new ReaderStateKey("job", "group", PARTITIONS).toBytes();
    later[0] = 3;

    assertThatThrownBy(() -> ReaderStateKey.fromBytes(later)).hasMessageContaining("has version 3");
  }

  private static byte[] golden() throws Exception {
    return HexFormat.of().parseHex(Files.readString(GOLDEN).replaceAll("\\s", ""));
  }

  private static List<Object> parts(SerializableReadSpec plan) {
    return List.of(
        new TrackingConsumerFactory(plan),
        new ChunkDeserializer(plan),
        new EventTimePolicy.EventTimePolicyFactory(plan));
  }

  private SerializableReadSpec plan(Instant builtAt, String servers) {
    return plan(group, builtAt, servers);
  }

  private static SerializableReadSpec plan(String group, Instant builtAt, String servers) {
    PortageConfig config =
        ReadHarness.config(
            servers,
            "users",
            group,
            StartFrom.COMMITTED,
            null,
            Map.of("sasl.jaas.config", Secret.of("password-in-here")));
    return ReadSpecs.at(builtAt, config, PARTITIONS, null);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] serialized(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
