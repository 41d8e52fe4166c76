package io.portage.decode.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.DecodeFixtures;
import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.EnvelopeJson;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReusableParserTest {
  private final JsonFactoryBuilder settings = new JsonFactoryBuilder();
  private final ReusableParser.ReusableParserFactory factory =
      new ReusableParser.ReusableParserFactory(settings);

  @Test
  void readsEachMessageAsASeparateParser() {
    List<String> messages =
        List.of(
            "{\"a\":\"plain\",\"b\":[1,-2,3.50,1e3],\"c\":{\"d\":null}}",
            "{\"a\":\"tab\\t, quote \\\", \\u00e9\",\"b\":\"Zoë 🚀\",\"\":\"\"}",
            "{\"a\":\"cut",
            "{\"a\":[[[{\"b\":",
            "{\"a\":123456789012345678901234567890,\"b\":tru}",
            "{\"a\":\"b\"} \"behind",
            "{\"a\":\"control \n\"}",
            "{\"a\":1,}",
            "{}",
            "  {\"a\" : true , \"b\" : false }  ");
    for (int round = 0; round < 3; round++) {
      for (String message : messages) {
        for (int before = 0; before < 3; before++) {
          byte[] bytes = (" ".repeat(before) + message + "]").getBytes(StandardCharsets.UTF_8);
          int to = bytes.length - 1;
          String own;
          try (JsonParser parser = settings.build().createParser(bytes, before, to - before)) {
            own = tokens(parser);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          try (ReusableParser parser = factory.parser(bytes, before, to)) {
            assertThat(tokens(parser)).as(message).isEqualTo(own);
          }
        }
      }
    }
  }

  @Test
  void isReusedForTheMessagesOfAThread() {
    ReusableParser first = factory.parser(bytes("{}"), 0, 2);

    assertThat(factory.parser(bytes("{}"), 0, 2)).isNotSameAs(first);
    ReusableParser second = factory.parser(bytes("{}"), 0, 2);
    second.close();
    assertThat(factory.parser(bytes("{}"), 0, 2)).isSameAs(second);
  }

  @Test
  void keepsABoundedNumberOfNames() throws Exception {
    byte[] empty = bytes("{}");
    ReusableParser first = factory.parser(empty, 0, 2);
    first.close();
    boolean same = true;
    for (int i = 0; i < 20_000; i++) {
      byte[] message = bytes("{\"name" + i + "\":1}");
      try (ReusableParser parser = factory.parser(message, 0, message.length)) {
        same &= parser == first;
        assertThat(same || i > 1_000).isTrue();
        assertThat(tokens(parser)).contains("FIELD_NAME name" + i + " ");
      }
    }
    assertThat(same).isFalse();
  }

  @Test
  void reusesTheLikelyTextOnlyIfEqual() throws Exception {
    assertThat(text("\"abc\"", "abc")).isSameAs("abc");
    assertThat(text("\"abd\"", "abc")).isEqualTo("abd");
    assertThat(text("\"ab\"", "abc")).isEqualTo("ab");
    assertThat(text("\"abcd\"", "abc")).isEqualTo("abcd");
    assertThat(text("\"a\\\"b\"", "a\\")).isEqualTo("a\"b");
    assertThat(text("\"a\\tb\"", "a\tb")).isEqualTo("a\tb");
    assertThat(text("\"é\"", "é")).isEqualTo("é");
    assertThat(text("\"\"", "")).isEmpty();
    assertThat(text("\"abc\"", null)).isEqualTo("abc");
  }

  @Test
  void sharesEqualTextsOfBothImages() {
    Format format = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);
    String row = "{\"id\":1,\"name\":\"Zoe\",\"city\":\"%s\"}";
    String event =
        "{\"op\":\"u\",\"before\":"
            + row.formatted("Bonn")
            + ",\"after\":"
            + row.formatted("Ulm")
            + "}";
    DecodeFixtures.envelope(format, event);

    Envelope envelope = DecodeFixtures.envelope(format, event);

    assertThat(envelope.after().row().get("name"))
        .isEqualTo("Zoe")
        .isSameAs(envelope.before().row().get("name"));
    assertThat(envelope.before().row().get("city")).isEqualTo("Bonn");
    assertThat(envelope.after().row().get("city")).isEqualTo("Ulm");
  }

  @Test
  void readsFieldsInAnyOrderAfterAnyMessage() {
    Format format = new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
    String source = DecodeFixtures.POSTGRES_SOURCE;
    String row = "{\"id\":1,\"\\ud800\":2}";
    String usual = DecodeFixtures.payload("u", "null", row, source);
    String other =
        "{\"op\":\"u\",\"ts_ms\":1726531261000,\"after\":" + row + ",\"source\":" + source + "}";
    String moved =
        usual
            .replace("\"connector\":\"postgresql\",", "")
            .replace("{\"version\"", "{\"connector\":\"postgresql\",\"version\"");
    Envelope expected = DecodeFixtures.envelope(format, usual);

    for (String event : List.of(other, usual, moved, usual, other, moved)) {
      assertThat(DecodeFixtures.envelope(format, event)).isEqualTo(expected);
    }
    assertThat(expected.table()).isEqualTo("public.users");
    String elsewhere = usual.replace("\"schema\":\"public\"", "\"schema\":\"shop\"");
    assertThat(DecodeFixtures.envelope(format, elsewhere).table()).isEqualTo("shop.users");
  }

  private String text(String json, String likely) throws IOException {
    byte[] bytes = bytes("{\"a\":" + json + "}");
    try (ReusableParser parser = factory.parser(bytes, 0, bytes.length)) {
      parser.nextToken();
      parser.nextFieldName();
      assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      String text = parser.getText(likely);
      assertThat(parser.getText()).isEqualTo(text);
      assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      return text;
    }
  }

  /** Returns all tokens with their texts and positions, up to the end or the first error. */
  private static String tokens(JsonParser parser) {
    List<String> all = new ArrayList<>();
    try {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        all.add(token + " " + parser.getText() + " at " + place(parser.currentTokenLocation()));
      }
    } catch (IOException e) {
      all.add(Json.problem(e, 0));
    }
    return all.toString();
  }

  private static String place(JsonLocation at) {
    return at.getByteOffset() + ", " + at.getLineNr() + ":" + at.getColumnNr();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
