package io.portage.model.encoding;

import com.google.common.primitives.Longs;
import io.portage.jmh.Timed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** Primitives of the encoding, compared with the library functions for the same bytes. */
public class EncodingBenchmark extends Timed {
  private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

  private final byte[] fixed = Longs.toByteArray(NUMBER);
  private String text = "daniel.j.kim@contoso.com";
  private byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public byte[] writeFixedOwn() throws IOException {
    ByteSink out = new ByteSink(Long.BYTES);
    out.writeFixed(NUMBER, Long.BYTES);
    return out.toBytes();
  }

  @Benchmark
  public byte[] writeFixedJdk() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Long.BYTES);
    new DataOutputStream(out).writeLong(NUMBER);
    return out.toByteArray();
  }

  @Benchmark
  public long readFixedOwn() throws IOException {
    return new ByteSource(fixed).readFixed(Long.BYTES);
  }

  @Benchmark
  public long readFixedJdk() throws IOException {
    return new DataInputStream(new ByteArrayInputStream(fixed)).readLong();
  }

  @Benchmark
  public byte[] writeTextOwn() throws IOException {
    ByteSink out = new ByteSink(64);
    Encoding.writeText(text, out);
    return out.toBytes();
  }

  @Benchmark
  public byte[] writeTextJdk() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    new DataOutputStream(out).writeUTF(text);
    return out.toByteArray();
  }

  @Benchmark
  public byte[] textBytesOwn() {
    return TextEncoding.of(text);
  }

  @Benchmark
  public byte[] textBytesJdk() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public String textOwn() {
    return TextEncoding.text(utf8, 0, utf8.length);
  }

  @Benchmark
  public String textJdk() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
