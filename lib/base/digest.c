/* SHA-256 as FIPS 180-4 has it; the names are the standard's. */
#include <ecom/base.h>

#include <string.h>

static const uint32_t K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void schedule(uint32_t w[64], const unsigned char *block)
{
	int t;

	for (t = 0; t < 16; t++, block += 4)
		w[t] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | block[3];
	for (; t < 64; t++) {
		uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;

		w[t] = s1 + w[t - 7] + s0 + w[t - 16];
	}
}

static void compress(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	int t;

	schedule(w, block);
	for (t = 0; t < 64; t++) {
		uint32_t S1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		uint32_t T1 = h + S1 + ((e & f) ^ (~e & g)) + K[t] + w[t];
		uint32_t S0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		uint32_t T2 = S0 + ((a & b) ^ (a & c) ^ (b & c));

		h = g;
		g = f;
		f = e;
		e = d + T1;
		d = c;
		c = b;
		b = a;
		a = T1 + T2;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void digest_start(struct digest *d)
{
	static const uint32_t initial[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(d->state, initial, sizeof(initial));
	d->length = 0;
}

void digest_add(struct digest *d, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t held = (size_t)(d->length % 64);

	d->length += length;
	if (held) {
		size_t part = length < 64 - held ? length : 64 - held;

		if (part)
			memcpy(d->block + held, bytes, part);
		if (held + part < 64)
			return;
		compress(d->state, d->block);
		bytes += part;
		length -= part;
	}
	for (; length >= 64; bytes += 64, length -= 64)
		compress(d->state, bytes);
	if (length)
		memcpy(d->block, bytes, length);
}

void digest_finish(struct digest *d, char hex[DIGEST_TEXT_SIZE])
{
	static const unsigned char padding[64] = { 0x80 };
	static const char digits[] = "0123456789abcdef";
	uint64_t bits = d->length * 8;
	unsigned char end[8];
	int i;

	for (i = 0; i < 8; i++)
		end[i] = (unsigned char)(bits >> (56 - 8 * i));
	digest_add(d, padding, (119 - (size_t)(d->length % 64)) % 64 + 1);
	digest_add(d, end, sizeof(end));
	for (i = 0; i < 64; i++)
		hex[i] = digits[d->state[i / 8] >> (28 - 4 * (i % 8)) & 0xF];
	hex[64] = '\0';
}
