package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ValueConverter;
import java.io.IOException;

/** Strict reading of JSON. Error messages do not quote the text. */
public final class Json {
  /**
   * The maximum nesting of a message. Reading, coders and comparisons of nested values are
   * recursive; this depth fits a thread's default stack of 1 MB several times, besides the runner's
   * own calls.
   */
  static final int MAX_DEPTH = 1_600;

  private static final ReusableParser.ReusableParserFactory FACTORY =
      new ReusableParser.ReusableParserFactory(
          new JsonFactoryBuilder()
              // Names are untrusted input: they stay in Jackson's own table, which is bounded.
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNumberLength(ValueConverter.MAX_DIGITS)
                      // A text is not longer than the record, and Kafka limits the record.
                      .maxStringLength(Integer.MAX_VALUE)
                      .maxNestingDepth(MAX_DEPTH)
                      .build()));

  private Json() {}

  /** Returns a parser of a part of {@code bytes}. Close it before the thread opens many others. */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    boolean isUtf8 = to - from > 1 && bytes[from] == '{' && bytes[from + 1] != 0;
    // Jackson detects the encoding of anything but an object.
    return isUtf8 ? FACTORY.parser(bytes, from, to) : FACTORY.createParser(bytes, from, to - from);
  }

  /**
   * Checks that the bytes can be a JSON object in UTF-8, and returns the index of its first byte.
   *
   * <p>Without the check Jackson would guess UTF-16 and UTF-32 from zeros and a byte order mark.
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

  /** Returns the first index from {@code at} on that is not white space. */
  public static int skipSpace(byte[] bytes, int at) {
    int i = at;
    while (i < bytes.length
        && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** Checks that nothing follows the object. */
  public static void end(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != null) {
      throw new MalformedException("something follows the JSON object");
    }
  }

  /** Returns the kind and position of a syntax error. Jackson's own message may quote a value. */
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
}
