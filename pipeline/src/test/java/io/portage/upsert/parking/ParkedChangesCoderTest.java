package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.write.UpsertData;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ParkedChangesCoderTest {
  private final UpsertData given = new UpsertData("docs");
  private final Change first = given.partial(1L, 2, "name", "a");
  private final Change second = given.delete(1L, 3);
  private final ParkedChanges parkedChanges =
      new ParkedChanges(
          List.of(first, second),
          new FailureCause(Reason.CONSTRAINT, "no parent", null, "a.B", "23503", "of_parent"),
          3,
          1_000,
          1_700,
          2_500);

  @Test
  void decodesAllThatWasEncoded() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(new ParkedChangesCoder(), parkedChanges);

    assertThat(CoderUtils.decodeFromByteArray(new ParkedChangesCoder(), bytes))
        .isEqualTo(parkedChanges);
  }

  @Test
  void rejectsTheLayoutOfAnotherRelease() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(new ParkedChangesCoder(), parkedChanges);
    bytes[0] = 99;

    assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(new ParkedChangesCoder(), bytes))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("99");
  }
}
