package io.portage.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Chunk;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

final class ChunkCoderTest {
  private static final ChunkCoder<String> CODER = ChunkCoder.of(StringUtf8Coder.of());

  @Test
  void keepsElementsAndTheEnd() throws Exception {
    for (Chunk<String> chunk :
        List.of(
            new Chunk<>(List.of("a", "b"), false),
            new Chunk<>(List.of("a"), true),
            new Chunk<String>(List.of(), true))) {
      assertThat(CoderUtils.clone(CODER, chunk)).isEqualTo(chunk);
    }
  }

  @Test
  void noChunkWithoutElementsBeforeTheEnd() {
    assertThat(Chunk.ofNullable(List.of(), false)).isNull();
    assertThat(Chunk.ofNullable(List.of(), true)).isEqualTo(new Chunk<>(List.of(), true));
  }
}
