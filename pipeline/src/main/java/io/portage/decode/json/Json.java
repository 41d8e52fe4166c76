package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.portage.decode.MalformedException;
import io.portage.model.event.Envelope;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How JSON is read here: strictly, and without a word of the text in an error. */
public final class Json {
  /** Enough for every number that a database holds: PostgreSQL's numeric has 147,455 digits. */
  public static final int MAX_DIGITS = 150_000;

  /**
   * How deep a message may be nested. What goes down into values (reading, coders, comparing) calls
   * itself; this much fits a thread's usual stack of 1 MB several times over a runner's own calls.
   */
  static final int MAX_DEPTH = 1_600;

  private static final ReusableParser.ReusableParserFactory FACTORY =
      new ReusableParser.ReusableParserFactory(
          new JsonFactoryBuilder()
              // Names come from outside: they stay in Jackson's own table, which is bounded.
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNumberLength(MAX_DIGITS)
                      // A text is never longer than the record, which Kafka bounds.
                      .maxStringLength(Integer.MAX_VALUE)
                      .maxNestingDepth(MAX_DEPTH)
                      .build()));

  private Json() {}

  /** A parser of a part of {@code bytes}, to be closed before the thread begins many others. */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    boolean isUtf8 = to - from > 1 && bytes[from] == '{' && bytes[from + 1] != 0;
    // Of anything but an object Jackson has to find out the encoding.
    return isUtf8 ? FACTORY.parser(bytes, from, to) : FACTORY.createParser(bytes, from, to - from);
  }

  /**
   * Checks that this can be a JSON object in UTF-8, and gives where it begins.
   *
   * <p>Jackson would guess UTF-16 and UTF-32 from zeros and a byte order mark.
   */
  public static int begin(byte[] bytes) throws MalformedException {
    int at = skipSpace(bytes, 0);
    if (at == bytes.length || bytes[at] != '{') {
      String mark = ByteOrderMark.of(bytes);
      throw new MalformedException(mark == null ? "not a JSON object" : mark);
    }
    for (int i = 0; i < Math.min(bytes.length, 4); i++) {
      if (bytes[i] == 0) {
        throw new MalformedException("a zero byte at byte " + i);
      }
    }
    int bad = Utf8.firstMalformed(bytes, at, bytes.length);
    if (bad >= 0) {
      throw new MalformedException("not UTF-8 at byte " + bad);
    }
    return at;
  }

  /** The first place from {@code at} on that holds no white space. */
  public static int skipSpace(byte[] bytes, int at) {
    int i = at;
    while (i < bytes.length
        && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** Checks that nothing follows. */
  public static void end(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != null) {
      throw new MalformedException("something follows the JSON object");
    }
  }

  /** What is wrong, by kind and place; Jackson's own text may hold a piece of a value. */
  public static String problem(IOException e, int offset) {
    if (e instanceof JsonEOFException) {
      return "the JSON ends early";
    }
    JsonLocation at = e instanceof JsonProcessingException json ? json.getLocation() : null;
    String kind =
        e instanceof StreamConstraintsException ? "JSON beyond the limits" : "not valid JSON";
    return at == null || at.getByteOffset() < 0
        ? kind
        : kind + " at byte " + (at.getByteOffset() + offset);
  }

  /** The operation at the parser's token, as text; NONE where it is null or no scalar. */
  public static String op(JsonParser parser, RepeatedFields fields, int place) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL || token.isStructStart()) {
      parser.skipChildren();
      return Envelope.NONE;
    }
    String op = fields.text(parser, place);
    return switch (op) {
      // The same instance for each event.
      case "c" -> "c";
      case "u" -> "u";
      case "d" -> "d";
      case "r" -> "r";
      default -> op;
    };
  }

  /** Milliseconds since 1970 at the parser's token, null where it is null. */
  public static @Nullable Instant millis(JsonParser parser, String name)
      throws IOException, MalformedException {
    Long millis = whole(parser, name);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** The whole number at the parser's token, null where it is null. */
  public static @Nullable Long whole(JsonParser parser, String name)
      throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new MalformedException(name + " is not a whole number");
    }
    return parser.getLongValue();
  }
}
