/*
 * http: requests out, replies in, and what both are made of: digests, XML,
 * templates. libcurl and libcrypto stand in modules of ours (http.so,
 * sign.so), opened when they are first needed.
 */
#ifndef ECOM_HTTP_H
#define ECOM_HTTP_H

#include <ecom/base.h>

struct json_t; /* jansson's */

/* Digests, by the module sign.so. */
enum sign_hash { SIGN_MD5, SIGN_SHA1, SIGN_SHA256, SIGN_SHA512, SIGN_HASHES };
enum sign_encoding {
	SIGN_HEX,
	SIGN_HEX_UPPER,
	SIGN_BASE64,
	SIGN_BASE64_HEX, /* base64 of the lower hexadecimal digits */
	SIGN_ENCODINGS
};
/** sign_data(modules, hash, key, key_length, data, length, encoding, out, err): append the digest of the data to ${out}, or
 *  with a ${key} its HMAC (RFC 2104; an empty key is one too). ${modules}: folder of sign.so. STATUS_CONFIG "no_module". */
enum status sign_data(const char *modules, enum sign_hash hash, const void *key, size_t key_length, const void *data,
		      size_t length, enum sign_encoding encoding, struct buffer *out, struct error *err);
/** sign_same(a, b): the same text; how long it takes does not tell where they differ. */
bool sign_same(const char *a, const char *b);
/** sign_base64(data, length, out): append it as RFC 4648, section 4, has it: padded, without line ends. */
void sign_base64(const void *data, size_t length, struct buffer *out);
/** sign_base64_decode(text, out): append what was encoded. False, and nothing appended, where it is not exactly that form. */
bool sign_base64_decode(const char *text, struct buffer *out);

/*
 * XML as the tree of JSON: {"root": ...}. An element is an object of its children and its attributes ("@name"), in their
 * order; children of one name are an array; text beside either is "#text". An element without them is a string, empty or
 * not. Blanks around text go. Prefixes of namespaces are dropped, and so are their declarations.
 */
#define XML_DEPTH_MOST 100    /* elements inside each other */
#define XML_NODES_MOST 200000 /* elements and attributes: each takes some 200 bytes of the tree */
/** xml_tree(text, length, out, err): ${out} is the caller's to json_decref(). UTF-8, UTF-16, ISO-8859-1, US-ASCII. Rejected
 *  "bad_xml" with the line: not well-formed, beyond the bounds above, or declaring entities, which are refused whatever they
 *  would come to. */
enum status xml_tree(const char *text, size_t length, struct json_t **out, struct error *err);

#endif
