#include <ecom/value.h>

#include <tap.h>

/* ISO 4217, table A.1, by the column "minor unit". */
static const struct {
	int decimals;
	const char *codes;
} TABLE[] = {
	{ 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF " },
	{ 2, "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
	     "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
	     "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
	     "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
	     "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
	     "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG " },
	{ 3, "BHD IQD JOD KWD LYD OMR TND " },
	{ 4, "CLF UYW " },
};

int main(void)
{
	static const char *const unknown[] = {
		"", "E", "EU", "EURO", "eur", "Eur", "AAA", "ZZZ", "XAU", "XXX", "XTS", "U$D", "DEM",
	};
	char code[4] = "";
	const char *p;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(TABLE); i++)
		for (p = TABLE[i].codes; *p; p += 4) {
			memcpy(code, p, 3);
			is_int(currency_decimals(code), TABLE[i].decimals, code);
		}
	for (i = 0; i < ARRAY_LENGTH(unknown); i++)
		ok(currency_decimals(unknown[i]) == -1, "'%s' is no currency", unknown[i]);
	is_int(currency_decimals(NULL), -1, "nor is none");
	/* Table A.3: the kuna was withdrawn in 2023, the lev in 2026; a shop's history has both. */
	is_int(currency_decimals("HRK"), 2, "HRK, for old orders");
	is_int(currency_decimals("BGN"), 2, "BGN, for old orders");
	return done_testing();
}
