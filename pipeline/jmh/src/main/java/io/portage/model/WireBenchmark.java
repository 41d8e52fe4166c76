package io.portage.model;

import com.google.common.primitives.Longs;
import io.portage.jmh.Timed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** Pieces of the wire format beside what libraries offer for the same bytes. */
public class WireBenchmark extends Timed {
  private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);
  private final byte[] fixed = Longs.toByteArray(NUMBER);
  private String text = "daniel.j.kim@contoso.com";
  private byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public int writeFixedOwn() throws IOException {
    out.reset();
    Wire.writeFixed(NUMBER, out);
    return out.size();
  }

  @Benchmark
  public int writeFixedJdk() throws IOException {
    out.reset();
    new DataOutputStream(out).writeLong(NUMBER);
    return out.size();
  }

  @Benchmark
  public long readFixedOwn() throws IOException {
    return Wire.readFixed(new ByteArrayInputStream(fixed));
  }

  @Benchmark
  public long readFixedJdk() throws IOException {
    return new DataInputStream(new ByteArrayInputStream(fixed)).readLong();
  }

  @Benchmark
  public byte[] textBytesOwn() {
    return TextBytes.of(text);
  }

  @Benchmark
  public byte[] textBytesJdk() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public String textOwn() {
    return TextBytes.text(utf8);
  }

  @Benchmark
  public String textJdk() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
