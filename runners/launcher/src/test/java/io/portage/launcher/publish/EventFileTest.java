package io.portage.launcher.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {
  @TempDir private Path folder;

  @Test
  void readsLinesUnchanged() throws Exception {
    List<EventFile.Event> events = read("{\"op\" : \"c\"}\n\n{\"cut\n");

    assertThat(events)
        .extracting(EventFile.Event::text)
        .containsExactly("{\"op\" : \"c\"}", "{\"cut");
    assertThat(events).extracting(EventFile.Event::line).containsExactly(1, 3);
    assertThat(events).allMatch(event -> event.key() == null && event.partition() == null);
  }

  @Test
  void readsCompleteRecords() throws Exception {
    List<EventFile.Event> events =
        read(
            """
            {"record":{"key":"7","value":null,"partition":2,"timestamp":5}}
            {"record":{"key":{"id":7},"value":{"op":"c"}}}
            """);

    assertThat(events.get(0).text()).isNull();
    assertThat(events.get(0).key()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    assertThat(events.get(0).partition()).isEqualTo(2);
    assertThat(events.get(0).timestamp()).isEqualTo(5);
    assertThat(events.get(1).key()).isEqualTo("{\"id\":7}".getBytes(StandardCharsets.UTF_8));
    assertThat(events.get(1).text()).isEqualTo("{\"op\":\"c\"}");
  }

  @Test
  void readsHeadersOfCompleteRecords() throws Exception {
    EventFile.Event event =
        read("{\"record\":{\"value\":{},\"headers\":{\"a\":{\"id\":7},\"b\":\"x\",\"c\":null}}}\n")
            .get(0);

    assertThat(event.headers()).extracting(Header::key).containsExactly("a", "b", "c");
    assertThat(event.headers())
        .extracting(Header::value)
        .containsExactly(
            "{\"id\":7}".getBytes(StandardCharsets.UTF_8),
            "x".getBytes(StandardCharsets.UTF_8),
            null);
  }

  @Test
  void keepsTheHeadersOfAnEventThatGetsAKey() throws Exception {
    EventFile.Event event =
        read("{\"record\":{\"value\":{\"after\":{\"id\":7}},"
                + "\"headers\":{\"__debezium.newkey\":{\"id\":8}}}}\n")
            .get(0);

    EventFile.Event keyed = PublishCommand.keyed(event, List.of("id"), EventFormat.ENVELOPE_JSON);

    assertThat(keyed.key()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    assertThat(keyed.headers()).extracting(Header::key).containsExactly("__debezium.newkey");
  }

  @Test
  void readsAnArray() throws Exception {
    assertThat(read("[{\"op\":\"c\"},\n {\"op\":\"d\"}]"))
        .extracting(EventFile.Event::text)
        .containsExactly("{\"op\":\"c\"}", "{\"op\":\"d\"}");
  }

  @Test
  void namesTheLineOfAWrongRecord() {
    assertThatThrownBy(() -> read("{}\n{\"record\":{\"value\":1,\"header\":{}}}\n"))
        .hasMessageStartingWith("line 2: record has the unknown field header; it may have key");
    assertThatThrownBy(() -> read("{\"record\":{\"key\":\"7\"}}\n"))
        .hasMessage("line 1: record needs value (null: a tombstone) or base64");
    assertThatThrownBy(() -> read("{\"record\":{\"value\":1,\"partition\":\"x\"}}\n"))
        .hasMessage("line 1: record.partition is not a whole number");
    assertThatThrownBy(() -> read("{\"record\":{\"base64\":\"%\"}}\n"))
        .hasMessage("line 1: record.base64 is not base64");
    assertThatThrownBy(() -> read("{\"record\":{\"value\":1,\"headers\":[]}}\n"))
        .hasMessage("line 1: record.headers is not an object");
  }

  @Test
  void aKeyOfDebeziumIsAnObjectOfItsFields() throws Exception {
    EventFile.Event event =
        read("{\"schema\":{},\"payload\":{\"before\":{\"a\":1,\"b\":\"x\"},\"after\":null}}\n")
            .get(0);

    EventFile.Event keyed =
        PublishCommand.keyed(event, List.of("a", "b"), EventFormat.DEBEZIUM_JSON);

    assertThat(new String(keyed.key(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1,\"b\":\"x\"}");
    assertThat(PublishCommand.keyed(event, List.of("c"), EventFormat.DEBEZIUM_JSON).key()).isNull();
  }

  @Test
  void textThatIsNoJsonHasNoKey() throws Exception {
    EventFile.Event event = read("{\"op\":\"c\",\"after\":{\"id\":901,\"code\"\n").get(0);

    assertThat(PublishCommand.keyed(event, List.of("id"), EventFormat.ENVELOPE_JSON))
        .isSameAs(event);
  }

  @Test
  void checksDebeziumsEvents() throws Exception {
    String source = "\"source\":{\"ts_ms\":5}";
    List<EventFile.Event> events =
        read(
            """
            {"op":"c","after":{"id":1},%1$s}
            {"schema":{},"payload":{"op":"d","before":{"id":1},%1$s}}
            {"record":{"key":{"id":1},"value":null}}
            {"record":{"value":null}}
            {"op":"c","after":{"id":1},"timestamp_ms":5}
            {"op":"u","before":{"id":1},%1$s}
            {"op":"c","after":{"id":1},"source":{}}
            {"schema":{},"payload":7}
            """
                .formatted(source));

    assertThat(EventCheck.problems(events, EventFormat.DEBEZIUM_JSON))
        .containsExactly(
            "line 4: a tombstone record needs a key",
            "line 5: source is missing or not an object",
            "line 6: op u needs after",
            "line 7: source.ts_ms is missing or not a whole number",
            "line 8: not a JSON object");
    assertThat(EventCheck.time(events.get(1), EventFormat.DEBEZIUM_JSON)).contains(5L);
  }

  private List<EventFile.Event> read(String text) throws Exception {
    return EventFile.read(Files.writeString(folder.resolve("events"), text));
  }
}
