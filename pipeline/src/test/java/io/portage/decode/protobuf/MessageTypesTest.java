package io.portage.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.portage.decode.MalformedException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Places of message types in a file. */
class MessageTypesTest {
  private static final FileDescriptor FILE =
      ProtobufFixture.file(
          """
          syntax = "proto3";
          package shop;
          message First {}
          message Plain { message A {} message B { message C {} } }
          message WithMaps {
            map<string, int32> one = 1;
            message A { message Inner {} }
            map<string, int32> two = 2;
            message B {}
          }
          """);

  @Test
  void findsMessagesByTheirPlace() throws MalformedException {
    assertThat(MessageTypes.at(FILE, List.of(0)).getFullName()).isEqualTo("shop.First");
    assertThat(MessageTypes.at(FILE, List.of(1, 1)).getFullName()).isEqualTo("shop.Plain.B");
    assertThat(MessageTypes.at(FILE, List.of(1, 1, 0)).getFullName()).isEqualTo("shop.Plain.B.C");
    assertThat(MessageTypes.at(FILE, List.of(2)).getFullName()).isEqualTo("shop.WithMaps");
    for (List<Integer> place :
        List.of(List.of(3), List.of(-1), List.of(0, 0), List.of(1, 2), List.of(1, -1, 0))) {
      assertThatThrownBy(() -> MessageTypes.at(FILE, place))
          .isInstanceOf(MalformedException.class)
          .hasMessage("the schema has no message type with the index " + place);
    }
  }

  @Test
  void doesNotGuessAPlaceBesideMaps() {
    for (List<Integer> place : List.of(List.of(2, 0), List.of(2, 3), List.of(2, 0, 0))) {
      assertThatThrownBy(() -> MessageTypes.at(FILE, place))
          .isInstanceOf(MalformedException.class)
          .hasMessage(
              "the index "
                  + place
                  + " of the message type is ambiguous, because clients count the messages in"
                  + " shop.WithMaps with or without its maps and groups: set"
                  + " source.protobuf.message to one of them");
    }
  }

  @Test
  void knowsThePlacesThatATypeCanHave() {
    Descriptor plain = type("shop.Plain.B");
    assertThat(MessageTypes.mayBeAt(plain, List.of(1, 1))).isTrue();
    assertThat(MessageTypes.mayBeAt(plain, List.of(1, 0))).isFalse();
    assertThat(MessageTypes.mayBeAt(plain, List.of(1, 2))).isFalse();
    assertThat(MessageTypes.mayBeAt(plain, List.of(1))).isFalse();
    // Without maps 1; with maps 3, since both are before it; at most 2 others are counted.
    Descriptor behind = type("shop.WithMaps.B");
    assertThat(MessageTypes.mayBeAt(behind, List.of(2, 0))).isFalse();
    assertThat(MessageTypes.mayBeAt(behind, List.of(2, 1))).isTrue();
    assertThat(MessageTypes.mayBeAt(behind, List.of(2, 3))).isTrue();
    assertThat(MessageTypes.mayBeAt(behind, List.of(2, 4))).isFalse();
    assertThat(MessageTypes.mayBeAt(type("shop.WithMaps.A.Inner"), List.of(2, 1, 0))).isTrue();
    assertThat(MessageTypes.named(FILE, "shop.Nothing")).isNull();
  }

  private static Descriptor type(String name) {
    return Objects.requireNonNull(MessageTypes.named(FILE, name));
  }
}
