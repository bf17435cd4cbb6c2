package com.example.multi.billing.deep;

import com.example.multi.Account;
import dev.tidemark.annotation.*;

@Table(schema = "Billing")
record Invoice(@Id long id, @References(Account.class) long account) {}
