package io.portage.launcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

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

    EventFile.Event keyed = PublishCommand.keyed(event, "id");

    assertThat(keyed.key()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    assertThat(keyed.headers()).extracting(Header::key).containsExactly("__debezium.newkey");
  }

  @Test
  void readsAnArray() throws Exception {
    assertThat(read("[{\"op\":\"c\"},\n {\"op\":\"d\"}]"))
        .extracting(EventFile.Event::text)
        .containsExactly("{\"op\":\"c\"}", "{\"op\":\"d\"}");
  }

  private List<EventFile.Event> read(String text) throws Exception {
    return EventFile.read(Files.writeString(folder.resolve("events"), text));
  }
}
