package io.portage.decode.json;

import com.google.common.base.Utf8;
import io.portage.jmh.Timed;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Validates that an event is UTF-8: the project's own check, Guava's and the JDK's decoder. */
public class Utf8Benchmark extends Timed {
  /** The name in the event. */
  @Param({"Daniel J. Kim", "Zoë 🚀 Жуков"})
  public String name = "";

  private byte[] bytes = new byte[0];

  /** Builds the event. */
  @Setup
  public void setup() {
    bytes =
        ("{\"op\":\"u\",\"before\":null,\"after\":{\"user_id\":101,\"name\":\""
                + name
                + "\",\"email\":\"daniel.j.kim@contoso.com\",\"country_code\":\"US\"},"
                + "\"timestamp_ms\":1726531260000}")
            .getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public int own() {
    return io.portage.decode.json.Utf8.firstMalformed(bytes, 0, bytes.length);
  }

  @Benchmark
  public boolean guava() {
    return Utf8.isWellFormed(bytes, 0, bytes.length);
  }

  @Benchmark
  public CharBuffer jdk() throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
  }
}
