/**
 * The syntax Protobuf: messages of one type of a descriptor file, with or without the header of
 * Confluent's serializer.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.protobuf;
