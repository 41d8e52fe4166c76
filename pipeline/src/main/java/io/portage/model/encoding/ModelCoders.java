package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.event.DecodedRecord;
import org.apache.beam.sdk.coders.CoderRegistry;

/** Registers the coders of the model's values with Beam. */
public final class ModelCoders {
  private ModelCoders() {}

  /** Registers all coders; later registrations of the same types replace them. */
  public static void register(CoderRegistry registry) {
    registry.registerCoderForClass(DecodedRecord.class, DecodedRecordCoder.of());
    registry.registerCoderForClass(Change.class, ChangeCoder.of());
    registry.registerCoderForClass(ChangeBatch.class, ChangeBatchCoder.of());
    registry.registerCoderForClass(DeadLetter.class, DeadLetterCoder.of());
    registry.registerCoderForClass(Completion.class, CompletionCoder.of());
  }
}
