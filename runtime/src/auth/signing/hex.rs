//! Bytes as hexadecimal digits.

/// Writes bytes as twice as many digits.
pub(super) fn write_hex(bytes: &[u8], out: &mut [u8]) {
    const DIGITS: [[u8; 2]; 256] = {
        let digits = b"0123456789abcdef";
        let mut table = [[0; 2]; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = [digits[byte >> 4], digits[byte & 15]];
            byte += 1;
        }
        table
    };
    for (pair, byte) in out.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = DIGITS[usize::from(*byte)];
    }
}
