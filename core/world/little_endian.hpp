#pragma once
/// Numbers as little-endian bytes, the same on every machine: out, and in from bytes that nobody
/// vouches for.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace reckon {

class ByteWriter {
public:
    template <std::unsigned_integral T>
    void put(T value) {
        const std::size_t end = bytes_.size();
        bytes_.resize(end + sizeof(T));
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_[end + i] = static_cast<std::byte>(value >> (8 * i));
        }
    }

    void put(std::span<const std::byte> bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

    /// Keeps the memory.
    void clear() { bytes_.clear(); }

private:
    std::vector<std::byte> bytes_;
};

/// Shape  Past the end it reads zeros, and says that it has run out.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_{bytes} {}

    template <std::unsigned_integral T>
    [[nodiscard]] T take() {
        if (bytes_.size() < sizeof(T)) {
            ran_out_ = true;
            bytes_ = {};
            return 0;
        }
        T value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            value = static_cast<T>(value | std::to_integer<T>(bytes_[i]) << (8 * i));
        }
        bytes_ = bytes_.subspan(sizeof(T));
        return value;
    }

    /// Bytes not yet taken.
    [[nodiscard]] std::size_t left() const { return bytes_.size(); }
    [[nodiscard]] bool ran_out() const { return ran_out_; }

private:
    std::span<const std::byte> bytes_;
    bool ran_out_ = false;
};

}  // namespace reckon
